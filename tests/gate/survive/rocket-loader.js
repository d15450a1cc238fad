// What Cloudflare's Rocket Loader does to a page, as far as a snippet can tell: every script that the edge has
// given a type nobody knows runs when the page is parsed, in order, as a new element in its place.
addEventListener('DOMContentLoaded', async () => {
  for (const mark of document.querySelectorAll('script[type$="-text/javascript"]')) {
    const script = document.createElement('script');
    for (const { name, value } of mark.attributes) if (name !== 'type') script.setAttribute(name, value);
    script.text = mark.text;
    const done = mark.src && new Promise((end) => (script.onload = script.onerror = end));
    mark.replaceWith(script);
    await done;
  }
});
