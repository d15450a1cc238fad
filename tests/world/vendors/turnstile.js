// FAKE of Cloudflare Turnstile: enough of its API for a page that calls it.
window.turnstile = {
  ready(callback) {
    callback();
  },
  render(container, options) {
    if (options && options.callback) options.callback('fake-token');
    return 'fake-widget';
  },
  execute() {},
  reset() {},
  remove() {},
  getResponse() {
    return 'fake-token';
  },
  isExpired() {
    return false;
  },
};
