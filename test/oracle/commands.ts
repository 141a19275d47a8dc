import { eventLayout, type RequestName } from '../../harness/ledger/bodies.ts';
import { second, timestampMax } from './limits.ts';

/** Fields of an event or filter; those left out are zero. A look-up's event has an `id`. */
export type Fields = Readonly<Record<string, bigint | number>>;

export interface Request {
  readonly op: RequestName;
  readonly batches: readonly (readonly Fields[])[];
}

export type Command =
  | Request
  /** To the beginning of a later second. Nothing expires by it. */
  | { readonly op: 'wait'; readonly seconds: number }
  | { readonly op: 'pulse' };

/** What is asked of an empty ledger; time begins at `start`. */
export interface Script {
  readonly start: bigint;
  readonly commands: readonly Command[];
}

/** Time begins with 1970, or so late that timeouts reach beyond the last timestamp. */
export const starts = [0n, timestampMax - 100n * second];

/** Timestamps from here on are meant as they are: bad ones, and the last. */
const absoluteFrom = 2n ** 62n;

/** Timestamps in scripts count from the start, which keeps them small; zero remains none. */
export function resolveTimestamps(name: RequestName, fields: Fields, start: bigint): Fields {
  const resolved: Record<string, bigint | number> = { ...fields };
  for (const { name: field } of eventLayout(name).fields) {
    const value = fields[field];
    const isRelative = field.startsWith('timestamp') && typeof value === 'bigint' && value !== 0n;
    if (isRelative && value < absoluteFrom) resolved[field] = start + value;
  }
  return resolved;
}

/** As `13`, `2s+13`: from the start of the script. */
export function timestampText(timestamp: bigint, start: bigint): string {
  const since = timestamp - start;
  if (since < 0n || since >= absoluteFrom || timestamp >= absoluteFrom * 2n) return `${timestamp}`;
  const nanoseconds = since % second;
  return since < second ? `${since}` : `${since / second}s+${nanoseconds}`;
}
