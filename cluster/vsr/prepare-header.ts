import type { Checksum } from '../../harness/checksum.ts';
import { ChunkedBytes } from '../wire/chunked-bytes.ts';
import { commands, common, headerSize, prepare } from '../wire/header.ts';
import { Message } from '../wire/message.ts';

/** Operations of the protocol itself; those of the state machine begin at 128 (facts 4.5). */
export const vsrOperations = { root: 1, register: 2, upgrade: 5, noop: 6, pulse: 128 } as const;

/** A prepare's op: its place in the log. */
export function opOf(header: Message): number {
  return header.u64(prepare.op);
}

/** Whether both are the same prepare, in every bit. */
export function sameHeader(a: Message | null, b: Message | null): boolean {
  return a !== null && b !== null && a.sameU128(common.checksum, b, common.checksum);
}

/** Whether `child` was prepared directly on top of `parent`. */
export function isParent(parent: Message, child: Message): boolean {
  return child.sameU128(prepare.parent, parent, common.checksum);
}

/** A prepare's header by itself: a copy, so that keeping it does not keep the body. */
export function headerOf(message: Message): Message {
  const bytes = memory.take(headerSize);
  bytes.set(message.header);
  return new Message(bytes, message.checksum);
}

/** Headers are kept as long as their log. */
const memory = new ChunkedBytes();

/** Stands in a join_view where its sender has no header for an op. Has no checksum. */
export function blankHeader(op: number): Message {
  const header = new Message(new Uint8Array(headerSize));
  header.setU8(common.command, commands.prepare);
  header.setU64(prepare.op, op);
  return header;
}

export function isBlank(header: Message): boolean {
  return header.u8(prepare.operation) === 0;
}

/** Op 0, which every log begins with: nobody prepared it, and it is never executed. */
export function rootPrepare(cluster: bigint, checksum: Checksum): Message {
  const message = Message.create('prepare', cluster, 0, checksum);
  message.setU8(prepare.operation, vsrOperations.root);
  return message.seal();
}

/** Whether a header from a peer or a disk is a prepare of this cluster, asked before its fields. */
export function prepareHeaderValid(header: Message, cluster: Message): boolean {
  if (!header.headerValid()) return false;
  if (header.command !== commands.prepare) return false;
  if (!header.sameU128(common.cluster, cluster, common.cluster)) return false;
  if (!header.u64Fits(prepare.op) || !header.u64Fits(prepare.commit)) return false;
  return header.u8(prepare.operation) !== 0;
}

/** The headers that lie one after another in a body; null where one of them is no header. */
export function headersOf(body: Uint8Array, cluster: Message): Message[] | null {
  if (body.length % headerSize !== 0) return null;
  const headers: Message[] = [];
  for (let at = 0; at < body.length; at += headerSize) {
    const header = new Message(body.slice(at, at + headerSize), cluster.checksum);
    const blank = isBlank(header) && header.u64Fits(prepare.op);
    if (!blank && !prepareHeaderValid(header, cluster)) return null;
    headers.push(header);
  }
  return headers;
}
