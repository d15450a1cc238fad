// Under the seal, what no policy of the page governs and a hook can hold: servers that a peer connection asks, and
// keys of another site's, which the browser asks that site about.

import { gatedAddress } from './live/known';
import { hook } from './live/hook';

const list = (value: any): any[] => [].concat(value ?? []);

/** Whether it is granted, essential or allowed: under the seal what nobody knows is not reached either. */
const reachable = (host?: string) => !gatedAddress(`${host}`, '/');

export const contacts = (w: any) => {
  hook(w, 'webkitRTCPeerConnection RTCPeerConnection RTCPeerConnection.setConfiguration', (go, [config, ...rest]) => {
    // Copies: what was asked is what the browser is given.
    const servers = list(config?.iceServers).map((server) => ({ ...server, urls: list(server.urls).map(String) }));
    const iceServers = servers.filter(({ urls }) => urls.every((url: string) => reachable(url.split(/[:?]/)[1])));
    // By relays alone, where not all of it may be reached, or there is none: whom the other side names is not met.
    const held = !iceServers[0] || iceServers.length < servers.length;
    return go([{ ...config, iceServers, ...(held && { iceTransportPolicy: 'relay' }) }, ...rest]);
  });
  hook(w, 'CredentialsContainer.get CredentialsContainer.create', (go, values) => {
    const { rpId, rp } = values[0]?.publicKey || {};
    const id = rpId ?? rp?.id;
    if (id == undefined || ('.' + location.hostname).endsWith('.' + id) || reachable(id)) return go();
    return Promise.reject(new DOMException('', 'SecurityError'));
  });
};
