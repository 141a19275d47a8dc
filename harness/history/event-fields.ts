import type { EventOf, HistoryEvent } from '../history.ts';

/**
 * How a field of an event is stored: `count` an integer from 0, `integer` from −1, `timestamp` a
 * u64 in decimal digits, `checksum` 32 hexadecimal digits, an array one of its words.
 */
type FieldType =
  | 'count'
  | 'integer'
  | 'timestamp'
  | 'checksum'
  | 'text'
  | 'boolean'
  | readonly string[];

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  /** Whether the run's fingerprint takes it in. */
  readonly fingerprinted: boolean;
}

type Kind = HistoryEvent['kind'];

/** Every field of every kind, or it does not compile. The order here is the order on disk. */
type Types = {
  readonly [K in Kind]: {
    readonly [Name in Exclude<keyof EventOf<K>, 'kind' | 'time'>]: FieldType;
  };
};

const process = { replica: 'count' } as const;
const fault = { fault: 'count', target: 'text' } as const;

const types: Types = {
  session: { session: 'count', client: 'count' },
  invoke: {
    session: 'count',
    request: 'count',
    stage: 'count',
    index: 'count',
    operation: 'count',
    due: 'count',
  },
  reply: {
    session: 'count',
    request: 'count',
    op: 'count',
    timestamp: 'timestamp',
    offset: 'count',
    size: 'count',
  },
  evicted: { session: 'count', reason: 'count' },
  commit: {
    replica: 'count',
    view: 'count',
    op: 'count',
    timestamp: 'timestamp',
    operation: 'count',
    session: 'integer',
    request: 'count',
    reply: 'checksum',
  },
  state: {
    replica: 'count',
    status: ['normal', 'view-change', 'recovering', 'recovering-head'],
    view: 'count',
    primary: 'boolean',
  },
  checkpoint: { replica: 'count', op: 'count' },
  sync: { replica: 'count', from: 'count', op: 'count' },
  restore: { replica: 'count', op: 'count' },
  repair: { replica: 'count', zone: ['grid', 'client-replies'], place: 'count' },
  start: process,
  crash: process,
  pause: process,
  resume: process,
  panic: { replica: 'count', message: 'text' },
  'broken-promise': { replica: 'count', promise: 'text' },
  fault,
  'fault-end': fault,
  phase: { phase: ['stage', 'heal', 'settle', 'end', 'interrupted', 'timeout'], stage: 'text' },
  digest: { replica: 'count', op: 'count', digest: 'text' },
};

function fieldsOf(kind: string, named: Readonly<Record<string, FieldType>>): readonly Field[] {
  return Object.entries(named).map(([name, type]) => ({
    name,
    type,
    fingerprinted: !(kind === 'commit' && name === 'reply'),
  }));
}

/** The fields of each kind of event but `kind` and `time`, which all have. */
export const eventFields: ReadonlyMap<string, readonly Field[]> = new Map(
  Object.entries(types).map(([kind, named]) => [kind, fieldsOf(kind, named)]),
);
