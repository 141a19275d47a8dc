import { assert } from '../assert.ts';

/**
 * Several batches in one message body (facts 4.7): the elements of all batches back to back, then
 * a trailer, filled with 0xFF in front up to a multiple of the element size: one u16 a batch with
 * its number of elements, the first batch's last, and then the number of batches as u16.
 */

const batchCountMax = 65534;

export function trailerSize(elementSize: number, batchCount: number): number {
  assert(elementSize >= 2 && elementSize % 2 === 0, 'element sizes are even');
  assert(batchCount >= 1 && batchCount <= batchCountMax, 'a body has 1 to 65534 batches');
  return Math.ceil((batchCount * 2 + 2) / elementSize) * elementSize;
}

/** A whole message body out of batches, each the bytes of its elements back to back. */
export function encodeBody(elementSize: number, batches: readonly Uint8Array[]): Uint8Array {
  let payloadSize = 0;
  for (const batch of batches) payloadSize += batch.length;
  const body = new Uint8Array(payloadSize + trailerSize(elementSize, batches.length));
  const counts: number[] = [];
  let at = 0;
  for (const batch of batches) {
    assert(batch.length % elementSize === 0, 'a batch consists of whole elements');
    body.set(batch, at);
    at += batch.length;
    counts.push(batch.length / elementSize);
  }
  writeTrailer(body, elementSize, counts);
  return body;
}

/** Writes the trailer at the end of `body`, which has been given the room for it. */
export function writeTrailer(
  body: Uint8Array,
  elementSize: number,
  counts: readonly number[],
): void {
  let at = body.length - 2;
  writeUint16(body, at, counts.length);
  for (const count of counts) {
    assert(count < 65536, 'a batch has at most 65535 elements');
    at -= 2;
    writeUint16(body, at, count);
  }
  body.fill(0xff, body.length - trailerSize(elementSize, counts.length), at);
}

/** Gives `reply` the trailer of a request whose events each have one result. */
export function copyTrailer(request: Uint8Array, reply: Uint8Array, elementSize: number): void {
  const batchCount = batchCountOf(request);
  const countsSize = batchCount * 2 + 2;
  const padding = reply.length - trailerSize(elementSize, batchCount);
  for (let at = padding; at < reply.length - countsSize; at++) reply[at] = 0xff;
  for (let back = 1; back <= countsSize; back++) {
    reply[reply.length - back] = request[request.length - back] as number;
  }
}

/** How many batches a well-formed body has. */
export function batchCountOf(body: Uint8Array): number {
  return readUint16(body, body.length - 2);
}

/** How many batches the body has; 0 where it is not well-formed. */
export function countBatches(elementSize: number, body: Uint8Array): number {
  if (body.length < elementSize || body.length % elementSize !== 0) return 0;
  const batchCount = batchCountOf(body);
  if (batchCount === 0 || batchCount > batchCountMax) return 0;
  const size = trailerSize(elementSize, batchCount);
  if (size > body.length) return 0;
  let total = 0;
  for (let batch = 0; batch < batchCount; batch++) total += batchLength(body, batch);
  const counts = body.length - 2 - 2 * batchCount;
  for (let at = body.length - size; at < counts; at++) if (body[at] !== 0xff) return 0;
  return total * elementSize === body.length - size ? batchCount : 0;
}

/** How many elements batch number `batch` (from 0) of a well-formed body has. */
export function batchLength(body: Uint8Array, batch: number): number {
  return readUint16(body, body.length - 4 - 2 * batch);
}

/** The number of elements of each batch, or undefined where the body is not well-formed. */
export function decodeTrailer(elementSize: number, body: Uint8Array): number[] | undefined {
  const batchCount = countBatches(elementSize, body);
  if (batchCount === 0) return undefined;
  return Array.from({ length: batchCount }, (_, batch) => batchLength(body, batch));
}

function readUint16(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
}

function writeUint16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
}
