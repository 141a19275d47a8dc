import type { History, HistoryEvent, ReplyBytes } from '../history.ts';
import { eventFields, type Field } from './event-fields.ts';

/** A stored history that cannot be read; the message is one sentence. */
export class HistoryError extends Error {
  override name = 'HistoryError';
  /** The line of the events, from 1. */
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

const chunkLength = 65_536;

/**
 * The events as JSON Lines: one event a line, its fields always in the same order, timestamps as
 * decimal digits. Comes in chunks of whole lines; the bytes are stored beside it as they are.
 */
export function* encodeHistory(history: History): Generator<string, void, undefined> {
  let chunk = '';
  for (const event of history.events) {
    chunk += encodeEvent(event);
    if (chunk.length >= chunkLength) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}

/** Rebuilt field by field, so that the order does not depend on who made the event. */
function encodeEvent(event: HistoryEvent): string {
  const from = event as unknown as Readonly<Record<string, unknown>>;
  const record: Record<string, unknown> = { kind: event.kind, time: event.time };
  for (const { name, type } of eventFields.get(event.kind) as readonly Field[]) {
    record[name] = type === 'timestamp' ? String(from[name]) : from[name];
  }
  return `${JSON.stringify(record)}\n`;
}

/**
 * Reads what `encodeHistory` wrote.
 * @param lines without their line ends; an empty one may stand at the end
 * @throws HistoryError for the first line that is damaged
 */
export function decodeHistory(lines: Iterable<string>, bytes: ReplyBytes): History {
  const events: HistoryEvent[] = [];
  let number = 0;
  let empty = 0;
  for (const line of lines) {
    number++;
    if (line === '') {
      if (empty === 0) empty = number;
      continue;
    }
    if (empty !== 0) throw new HistoryError(empty, 'An event is missing: the line is empty.');
    events.push(decodeEvent(line, number, bytes.length));
  }
  return { events, bytes };
}

function decodeEvent(line: string, number: number, size: number): HistoryEvent {
  const record = parseObject(line, number);
  const kind = record['kind'];
  const fields = typeof kind === 'string' ? eventFields.get(kind) : undefined;
  if (typeof kind !== 'string' || !fields) {
    throw new HistoryError(number, `There is no event of kind ${JSON.stringify(kind)}.`);
  }
  const event: Record<string, unknown> = { kind };
  event['time'] = decodeValue(record, { name: 'time', type: 'count', fingerprinted: true }, number);
  for (const field of fields) event[field.name] = decodeValue(record, field, number);
  for (const name in record) {
    if (Object.hasOwn(event, name)) continue;
    throw new HistoryError(number, `An event of kind "${kind}" has no field "${name}".`);
  }
  if (kind === 'reply' && Number(event['offset']) + Number(event['size']) > size) {
    throw new HistoryError(
      number,
      `The reply's body ends at byte ${Number(event['offset']) + Number(event['size'])}, ` +
        `but there are only ${size} bytes of replies.`,
    );
  }
  return event as unknown as HistoryEvent;
}

function parseObject(line: string, number: number): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    throw new HistoryError(number, 'The line is not JSON: it is damaged or was cut off.');
  }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
    return parsed as Readonly<Record<string, unknown>>;
  }
  throw new HistoryError(number, 'The line is JSON, but not an object with an event in it.');
}

const timestampMax = 0xffff_ffff_ffff_ffffn;

function decodeValue(
  record: Readonly<Record<string, unknown>>,
  field: Field,
  line: number,
): unknown {
  const value = record[field.name];
  const { name, type } = field;
  const wrong = (asked: string): HistoryError => {
    const found = value === undefined ? 'is missing' : `is ${JSON.stringify(value)}`;
    return new HistoryError(line, `Field "${name}" must be ${asked}, but ${found}.`);
  };
  switch (type) {
    case 'count':
    case 'integer':
      if (Number.isSafeInteger(value) && (value as number) >= (type === 'count' ? 0 : -1)) {
        return value;
      }
      throw wrong(`an integer from ${type === 'count' ? '0' : '−1'}`);
    case 'timestamp':
      if (typeof value === 'string' && /^(0|[1-9][0-9]{0,19})$/.test(value)) {
        const timestamp = BigInt(value);
        if (timestamp <= timestampMax) return timestamp;
      }
      throw wrong('a timestamp of 64 bits in decimal digits');
    case 'checksum':
      if (typeof value === 'string' && /^[0-9a-f]{32}$/.test(value)) return value;
      throw wrong('a checksum of 32 hexadecimal digits');
    case 'text':
      if (typeof value === 'string') return value;
      throw wrong('a text');
    case 'boolean':
      if (typeof value === 'boolean') return value;
      throw wrong('true or false');
    default:
      if (typeof value === 'string' && type.includes(value)) return value;
      throw wrong(`one of ${type.join(', ')}`);
  }
}
