// Erases a stored name: what src/consent/erasure.rs says for cookies, wherever this page's host could have set one.

const cookie = (name: string) => {
  const labels = location.hostname.split('.');
  const domains = ['', ...labels.slice(0, -1).map((_, at) => '; Domain=' + labels.slice(at).join('.'))];
  const steps = location.pathname.split('/');
  const paths = ['/', ...steps.slice(1).flatMap((_, at) => [steps.slice(0, at + 2).join('/'), steps.slice(0, at + 1).join('/') + '/'])];
  for (const domain of domains) for (const path of new Set(paths)) {
    const secure = location.protocol == 'https:' ? '; Secure' : '';
    for (const jar of secure ? [secure, secure + '; Partitioned'] : ['']) document.cookie = `${name}=; Path=${path}${domain}${jar}; Max-Age=0`;
  }
};

export const erase = (store: string, name: string): void => {
  if (store == 'cookie') cookie(name);
  else if (store == 'indexedDB') indexedDB.deleteDatabase(name);
  else if (store == 'cacheStorage') caches.delete(name);
  else window[store as 'localStorage'].removeItem(name);
};
