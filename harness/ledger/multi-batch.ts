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

/** The number of elements of each batch, or undefined where the body is not well-formed. */
export function decodeTrailer(elementSize: number, body: Uint8Array): number[] | undefined {
  if (body.length < elementSize || body.length % elementSize !== 0) return undefined;
  const batchCount = readUint16(body, body.length - 2);
  if (batchCount === 0 || batchCount > batchCountMax) return undefined;
  const size = trailerSize(elementSize, batchCount);
  if (size > body.length) return undefined;
  const counts: number[] = [];
  let total = 0;
  let at = body.length - 2;
  for (let batch = 0; batch < batchCount; batch++) {
    at -= 2;
    const count = readUint16(body, at);
    counts.push(count);
    total += count;
  }
  while (at > body.length - size) if (body[--at] !== 0xff) return undefined;
  return total * elementSize === body.length - size ? counts : undefined;
}

function readUint16(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
}

function writeUint16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
}
