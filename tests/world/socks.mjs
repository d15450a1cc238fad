// A SOCKS5 proxy (RFC 1928) that connects to nothing: each socket is handed to the world once the
// browser has said where it wants to go. No authentication, CONNECT only.

import net from 'node:net';

const VERSION = 5;
const NO_AUTH = 0;
const CONNECT = 1;
const COMMAND_NOT_SUPPORTED = 7;
const ADDRESS_NOT_SUPPORTED = 8;

/**
 * @param {(socket: net.Socket, target: {host: string, port: number}) => void} onConnect
 * @returns {Promise<{port: number, close: () => Promise<void>}>}
 */
export async function openSocks(onConnect) {
  const sockets = new Set();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A browser drops connections whenever it likes; that is not our failure.
    socket.on('error', () => socket.destroy());
    shakeHands(socket, onConnect);
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    port: server.address().port,
    close() {
      const closed = new Promise((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      return closed;
    },
  };
}

function shakeHands(socket, onConnect) {
  let greeted = false;
  let bytes = Buffer.alloc(0);

  const onData = (chunk) => {
    bytes = Buffer.concat([bytes, chunk]);
    if (bytes[0] !== VERSION) return socket.destroy();

    if (!greeted) {
      const length = 2 + bytes[1];
      if (!(bytes.length >= length)) return;
      bytes = bytes.subarray(length);
      greeted = true;
      socket.write(Buffer.from([VERSION, NO_AUTH]));
    }

    const request = readRequest(bytes);
    if (!request) return;
    if (request.refused) return socket.end(reply(request.refused));

    socket.off('data', onData);
    socket.pause();
    socket.write(reply(0));
    // What came after the request already belongs to the conversation with the host.
    if (bytes.length > request.length) socket.unshift(bytes.subarray(request.length));
    onConnect(socket, request);
  };
  socket.on('data', onData);
}

/** Reads "VER CMD RSV ATYP address port", or nothing when more bytes have to come first. */
function readRequest(bytes) {
  if (bytes.length < 5) return null;
  if (bytes[1] !== CONNECT) return { refused: COMMAND_NOT_SUPPORTED };
  const [start, size] = { 1: [4, 4], 3: [5, bytes[4]], 4: [4, 16] }[bytes[3]] ?? [];
  if (!start) return { refused: ADDRESS_NOT_SUPPORTED };
  const length = start + size + 2;
  if (bytes.length < length) return null;
  return {
    host: readAddress(bytes[3], bytes.subarray(start, start + size)),
    port: bytes.readUInt16BE(start + size),
    length,
  };
}

function readAddress(type, bytes) {
  if (type === 3) return bytes.toString('latin1').toLowerCase();
  if (type === 1) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(2 * i).toString(16));
  // URL writes IPv6 in its one canonical form.
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

function reply(code) {
  return Buffer.from([VERSION, code, 0, 1, 0, 0, 0, 0, 0, 0]);
}
