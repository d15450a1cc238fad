// Where the STUN server of the bench is, for browsers that ask for it by name: WebRTC goes past every proxy.

import os from 'node:os';

const addresses = Object.values(os.networkInterfaces()).flat();
export const OUTSIDE = addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
