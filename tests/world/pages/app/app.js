// A small app of the usual kind. It knows nothing of consent.

const main = document.querySelector('main');
const row = document.getElementById('row');

class Api extends XMLHttpRequest {
  static get(url) {
    return new Promise((done, fail) => {
      const one = new Api();
      one.open('GET', url);
      one.responseType = 'json';
      one.onload = () => done(one.response);
      one.onerror = fail;
      one.send();
    });
  }
}

const VIEWS = {
  '/app/': () => {
    main.innerHTML = `<h1>Home</h1><p>${localStorage.getItem('visits') ?? 0} visits</p>`;
    localStorage.setItem('visits', Number(localStorage.visits ?? 0) + 1);
  },
  '/app/list': async (signal) => {
    main.innerHTML = '<h1>List</h1><ul></ul>';
    const ids = await Api.get('/app/api/list.json');
    const items = await Promise.all(
      ids.map((id) => fetch(`/app/api/item.json?${id}`, { signal }).then((answer) => answer.json())),
    );
    const list = main.querySelector('ul');
    for (const [at, { name }] of items.entries()) {
      const item = document.importNode(row.content, true);
      item.querySelector('b').textContent = `${name} ${ids[at]}`;
      item.querySelector('img').src = `/app/${ids[at]}.svg`;
      list?.append(item);
    }
  },
  '/app/form': () => {
    main.innerHTML = '<h1>Form</h1><form><input name="size" required><button>Send</button></form><output></output>';
    main.querySelector('form').onsubmit = async (event) => {
      event.preventDefault();
      document.cookie = `size=${new FormData(event.target).get('size')}; path=/app/`;
      const sent = navigator.sendBeacon('/app/sent', new FormData(event.target));
      main.querySelector('output').textContent = `sent ${sent} ${document.cookie.match(/size=[^;]*/)[0]}`;
    };
  },
  '/app/work': () => {
    main.innerHTML = '<h1>Work</h1><output></output>';
    const worker = new Worker('/app/worker.js', { type: 'module', name: 'adder' });
    worker.onmessage = ({ data }) => (main.querySelector('output').textContent = data);
    worker.postMessage([1, 2, 3]);
  },
};

let leaving = new AbortController();
const show = () => {
  leaving.abort();
  leaving = new AbortController();
  const view = VIEWS[location.pathname] ?? VIEWS['/app/'];
  // Whoever has gone on needs no answer.
  Promise.resolve(view(leaving.signal)).catch((error) => error.name == 'AbortError' || Promise.reject(error));
};
addEventListener('popstate', show);
document.querySelector('nav').addEventListener('click', (event) => {
  if (!event.target.href) return;
  event.preventDefault();
  history.pushState(null, '', event.target.href);
  show();
});
show();
