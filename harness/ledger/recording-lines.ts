import { OperatingError } from '../operating-error.ts';
import { eventLayout, isRequestName, type RequestName, resultLayout } from './bodies.ts';
import type { Field, RecordLayout } from './records.ts';

/** A recording that cannot be read: which line (from 1), and why. */
export class RecordingError extends OperatingError {
  override name = 'RecordingError';
  readonly line: number;

  constructor(line: number, reason: string) {
    super(`Line ${line}: ${reason}`, 64);
    this.line = line;
  }
}

/** A record with its fields' values, those left out being absent. */
export type PartialRecord = Readonly<Record<string, bigint | number>>;

export interface RecordedRequest {
  readonly kind: 'request';
  /** From 1. */
  readonly line: number;
  readonly name: RequestName;
  /** A look-up's events are records with an `id`. */
  readonly events: readonly PartialRecord[];
  /** A create's results are records with `status` and `timestamp`. */
  readonly results: readonly PartialRecord[];
}

export interface RecordingScenario {
  readonly seed: number | string;
  readonly lines: readonly (RecordedRequest | { readonly kind: 'expire' })[];
}

type Header = { readonly kind: 'header'; readonly seed: number | string };
type RecordingLine = Header | RecordingScenario['lines'][number];

type Json = Readonly<Record<string, unknown>>;

const headerFields = new Set(['recording', 'system', 'release', 'replicas', 'seed']);

/**
 * The scenarios of a recording's text, each of which begins with a header line.
 * @throws RecordingError where a line is damaged.
 */
export function parseRecording(text: string): RecordingScenario[] {
  const scenarios: { seed: number | string; lines: RecordingScenario['lines'][number][] }[] = [];
  let from = 0;
  for (let line = 1; from < text.length; line++) {
    const end = text.indexOf('\n', from);
    const until = end < 0 ? text.length : end;
    const each = text.slice(from, until).trim();
    from = until + 1;
    if (each === '') continue;
    const parsed = parseLine(each, line);
    if (parsed.kind === 'header') {
      scenarios.push({ seed: parsed.seed, lines: [] });
      continue;
    }
    const scenario = scenarios.at(-1);
    if (scenario === undefined) {
      throw new RecordingError(line, 'a line with "recording":1 must come before this one.');
    }
    scenario.lines.push(parsed);
  }
  if (scenarios.length > 0) return scenarios;
  throw new RecordingError(1, 'the recording is empty; it must begin with a line "recording":1.');
}

function parseLine(text: string, line: number): RecordingLine {
  const json = parseObject(text, line);
  if ('recording' in json) return parseHeader(json, line);
  const op = json['op'];
  if (op === 'expire') {
    refuseUnknown(json, new Set(['op']), line);
    return { kind: 'expire' };
  }
  if (typeof op !== 'string') {
    throw new RecordingError(line, 'a line must have "recording" or "op"; add the operation.');
  }
  if (!isRequestName(op)) {
    throw new RecordingError(line, `"${op}" is not an operation that can be recorded.`);
  }
  refuseUnknown(json, new Set(['op', 'events', 'results']), line);
  return { kind: 'request', line, name: op, ...parseRequest(op, json, line) };
}

function parseObject(text: string, line: number): Json {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new RecordingError(line, 'this is not JSON; each line must be one whole JSON object.');
  }
  if (!isObject(json)) throw new RecordingError(line, 'each line must be a JSON object.');
  return json;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseHeader(json: Json, line: number): Header {
  refuseUnknown(json, headerFields, line);
  if (json['recording'] !== 1) {
    throw new RecordingError(line, 'only recordings of version 1 ("recording":1) can be read.');
  }
  const seed = json['seed'];
  if (typeof seed !== 'string' && !Number.isSafeInteger(seed)) {
    throw new RecordingError(line, '"seed" must be an integer or a name.');
  }
  return { kind: 'header', seed: seed as number | string };
}

function refuseUnknown(json: Json, known: ReadonlySet<string>, line: number): void {
  for (const name of Object.keys(json)) {
    if (!known.has(name)) throw new RecordingError(line, `the field "${name}" is unknown here.`);
  }
}

function parseRequest(
  name: RequestName,
  json: Json,
  line: number,
): { events: PartialRecord[]; results: PartialRecord[] } {
  const { events, results } = json;
  if (!Array.isArray(events)) throw new RecordingError(line, '"events" must be an array.');
  if (!Array.isArray(results)) throw new RecordingError(line, '"results" must be an array.');
  const isCreate = name === 'create_accounts' || name === 'create_transfers';
  const isLookup = name === 'lookup_accounts' || name === 'lookup_transfers';
  if (!isCreate && !isLookup && events.length !== 1) {
    throw new RecordingError(line, `${name} takes one filter, but "events" has ${events.length}.`);
  }
  const parsed = events.map((event: unknown, index) => {
    const record = isLookup ? { id: event } : event;
    return parseRecord(eventLayout(name), record, line, `event ${index}`);
  });
  return {
    events: parsed,
    results: results.map((result: unknown, index) => {
      const where = `result ${index}`;
      const record = isCreate ? createResultOf(result, line, where) : result;
      return parseRecord(resultLayout(name), record, line, where);
    }),
  };
}

function createResultOf(result: unknown, line: number, where: string): unknown {
  if (!Array.isArray(result) || result.length !== 2) {
    throw new RecordingError(line, `${where} must be [status, timestamp].`);
  }
  return { status: result[0] as unknown, timestamp: result[1] as unknown };
}

function parseRecord(
  layout: RecordLayout,
  value: unknown,
  line: number,
  where: string,
): PartialRecord {
  if (!isObject(value)) throw new RecordingError(line, `${where} must be an object.`);
  const record: Record<string, bigint | number> = {};
  for (const [name, each] of Object.entries(value)) {
    const field = layout.fields.find((candidate) => candidate.name === name);
    if (field === undefined) {
      throw new RecordingError(line, `${where} has the unknown field "${name}".`);
    }
    record[name] = parseField(field, each, line, where);
  }
  return record;
}

function parseField(field: Field, value: unknown, line: number, where: string): bigint | number {
  const bits = field.width * 8;
  if (field.width < 8) {
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      throw new RecordingError(line, `"${field.name}" of ${where} must be an integer.`);
    }
    if (value >= 0 && value < 2 ** bits) return value;
  } else {
    if (typeof value !== 'string' || !/^\d{1,40}$/.test(value)) {
      throw new RecordingError(line, `"${field.name}" of ${where} must be a string of digits.`);
    }
    const number = BigInt(value);
    if (number >> BigInt(bits) === 0n) return number;
  }
  const range = `from 0 to 2^${bits} - 1`;
  throw new RecordingError(line, `"${field.name}" of ${where} is out of range (${range}).`);
}
