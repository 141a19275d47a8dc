import { batchCounts, payloadSize } from './batches.ts';
import { describeField, type RecordField, type ReplyRecord, replyRecord } from './record-fields.ts';

/** Where two replies to the same request differ first. */
export interface ReplyDifference {
  /** The position of the record (of a create: the event), over all batches; null for the whole. */
  readonly record: number | null;
  /** As in `event` or `account`. */
  readonly name: string;
  readonly field: string;
  readonly expected: string;
  readonly got: string;
}

/** The first byte in which they differ, or the length of the shorter one. */
function firstDifferent(a: Uint8Array, b: Uint8Array): number {
  const size = Math.min(a.length, b.length);
  let at = 0;
  while (at < size && a[at] === b[at]) at += 1;
  return at;
}

/** Explains a difference between two bodies that are not the same. */
export function replyDifference(
  operation: number,
  expected: Uint8Array,
  got: Uint8Array,
): ReplyDifference {
  const record = replyRecord(operation);
  if (record === undefined) return inBytes(expected, got);
  const expectedSize = sizeOf(expected, record);
  const gotSize = sizeOf(got, record);
  if (expectedSize === null || gotSize === null) return inBytes(expected, got);
  const at = firstDifferent(expected, got);
  const position = Math.floor(at / record.size);
  if (at < Math.min(expectedSize, gotSize)) {
    return inRecord(record, position, at % record.size, expected, got);
  }
  if (expectedSize !== gotSize) {
    return {
      record: null,
      name: record.name,
      field: `number of ${record.name}s`,
      expected: String(expectedSize / record.size),
      got: String(gotSize / record.size),
    };
  }
  return {
    record: null,
    name: record.name,
    field: `number of ${record.name}s in each batch`,
    expected: batchCounts(expected).join(', '),
    got: batchCounts(got).join(', '),
  };
}

function sizeOf(body: Uint8Array, record: ReplyRecord): number | null {
  if (record.multiBatch) return payloadSize(body, record.size);
  return body.length % record.size === 0 ? body.length : null;
}

function inRecord(
  record: ReplyRecord,
  position: number,
  byte: number,
  expected: Uint8Array,
  got: Uint8Array,
): ReplyDifference {
  const field = record.fields.find(
    ({ offset, size }) => offset <= byte && byte < offset + size,
  ) as RecordField;
  const at = position * record.size;
  return {
    record: position,
    name: record.name,
    field: field.name,
    expected: describeField(expected, at, field),
    got: describeField(got, at, field),
  };
}

function inBytes(expected: Uint8Array, got: Uint8Array): ReplyDifference {
  const at = firstDifferent(expected, got);
  return {
    record: null,
    name: 'body',
    field: `body from byte ${at} on`,
    expected: `${expected.length} bytes, there ${hex(expected, at)}`,
    got: `${got.length} bytes, there ${hex(got, at)}`,
  };
}

function hex(bytes: Uint8Array, at: number): string {
  if (at >= bytes.length) return 'nothing more';
  return Array.from(bytes.subarray(at, at + 8), (byte) => byte.toString(16).padStart(2, '0')).join(
    ' ',
  );
}

/** As `event 3: field status is exists, expected created`. */
export function describeDifference({
  record,
  name,
  field,
  expected,
  got,
}: ReplyDifference): string {
  if (record === null) return `the ${field} is ${got}, expected ${expected}`;
  return `field ${field} of ${name} ${record} is ${got}, expected ${expected}`;
}
