import { isIP } from 'node:net';
import type { Address } from '../../../cluster/relay/address.ts';
import { usageError } from '../usage.ts';

const hostDefault = '127.0.0.1';
const portDefault = 3001;

/** `3001`, `127.0.0.1`, `127.0.0.1:3001` or `[::1]:3001`, with commas between them. */
export function parseAddresses(text: string): readonly Address[] {
  return text.split(',').map((part) => parseAddress(part.trim()));
}

function parseAddress(text: string): Address {
  if (/^\d+$/.test(text)) return { host: hostDefault, port: portOf(text, text) };
  if (isIP(text) !== 0) return { host: text, port: portDefault };
  const { host, port } = /^\[?(?<host>[^\]]*?)\]?(?::(?<port>\d+))?$/.exec(text)?.groups ?? {};
  if (host === undefined || isIP(host) === 0) {
    throw usageError(`--addresses has "${text}": give a port, an IP address, or both as IP:PORT.`);
  }
  return { host, port: port === undefined ? portDefault : portOf(port, text) };
}

function portOf(text: string, whole: string): number {
  const port = Number(text);
  if (port > 65_535) throw usageError(`--addresses has "${whole}": a port is at most 65535.`);
  return port;
}
