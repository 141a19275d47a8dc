/**
 * The payload of a multi-batch body, read without the ledger's code (facts 4.7): the elements of
 * all batches back to back; behind them, counted from the end, the number of batches and one
 * element count a batch, u16 each, padded to a multiple of the element. All little-endian.
 */

/** Bytes that the elements take; null where the trailer cannot be right. */
export function payloadSize(body: Uint8Array, elementSize: number): number | null {
  if (body.length < 2) return null;
  const view = viewOf(body);
  const batches = view.getUint16(body.length - 2, true);
  const counts = 2 + 2 * batches;
  const trailer = Math.ceil(counts / elementSize) * elementSize;
  if (batches === 0 || trailer > body.length) return null;
  let elements = 0;
  for (let batch = 0; batch < batches; batch++) {
    elements += view.getUint16(body.length - 4 - 2 * batch, true);
  }
  return elements * elementSize === body.length - trailer ? elements * elementSize : null;
}

/** How many elements each batch has, first batch first; of a body whose trailer is right. */
export function batchCounts(body: Uint8Array): number[] {
  const view = viewOf(body);
  const batches = view.getUint16(body.length - 2, true);
  return Array.from({ length: batches }, (_, batch) =>
    view.getUint16(body.length - 4 - 2 * batch, true),
  );
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function readU128(view: DataView, offset: number): bigint {
  return (view.getBigUint64(offset + 8, true) << 64n) | view.getBigUint64(offset, true);
}
