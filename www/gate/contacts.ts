// Under the seal, what no policy of the page governs and a hook can hold: servers that a peer connection asks, and keys
// of another site's, which the browser asks that site about.

import { hookClass, hookMethod } from './hook';
import type { Judge } from './judge';
import { all, filtered, mapped } from './own';

type Config = { iceServers?: { urls: string | string[] }[] } | undefined;

const listOf = <Item>(value: Item | Item[] | undefined): Item[] =>
  value === undefined ? [] : ([value].flat() as Item[]);

export const hookContacts = (realm: Realm, judge: Judge): void => {
  /** Whether a host is granted, essential or allowed: under the seal what nobody knows is not reached either. */
  const isReachable = (host: string | undefined): boolean => judge.mayGo(judge.ownersOf(`https://${host}/`));

  const reachableOnly = (config: Config): object => {
    // Copies: what was asked is what the browser is given.
    const servers = mapped(listOf(config?.iceServers), (server) => ({
      ...server,
      urls: mapped(listOf(server.urls), String),
    }));
    const iceServers = filtered(servers, ({ urls }) => all(urls, (url) => isReachable(url.split(/[:?]/)[1])));
    // By relays alone, where not all of it may be reached, or there is none: whom the other side names is not met.
    const isHeld = iceServers.length === 0 || iceServers.length < servers.length;
    return { ...config, iceServers, ...(isHeld && { iceTransportPolicy: 'relay' }) };
  };
  for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection']) {
    hookClass(realm, name, (call, [config, ...rest]) => call([reachableOnly(config), ...rest]));
  }
  hookMethod(realm.RTCPeerConnection?.prototype, 'setConfiguration', (call, [config, ...rest]) =>
    call([reachableOnly(config), ...rest]),
  );

  for (const name of ['get', 'create']) {
    hookMethod(realm.CredentialsContainer?.prototype, name, (call, values) => {
      const { rpId, rp } = values[0]?.publicKey ?? {};
      const id = rpId ?? rp?.id;
      const isOwn = id === undefined || `.${location.hostname}`.endsWith(`.${id}`);
      return isOwn || isReachable(id) ? call() : Promise.reject(new DOMException('', 'SecurityError'));
    });
  }
};
