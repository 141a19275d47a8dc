import { z } from 'zod';
import {
  type Fault,
  type FaultKind,
  faultyZones,
  type LinkEnd,
  type NodeTarget,
  type ReplicaTarget,
} from '../fault.ts';
import { faultKinds, faultPurposes } from '../fault-kinds.ts';
import { suggestion } from '../nearest.ts';
import { millisecond } from '../time.ts';
import { duration, expected, list, literal, object, oneOf, ratio, whole } from './schema-parts.ts';

function isReplica(value: unknown): boolean {
  if (value === 'primary' || value === 'backup') return true;
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= 5;
}

function isNode(value: unknown): boolean {
  return isReplica(value) || (typeof value === 'string' && /^client \d{1,4}$/.test(value));
}

// JSON Schemas of these are given by hand: code has none.
const replicas = [{ type: 'integer', minimum: 0, maximum: 5 }, { enum: ['primary', 'backup'] }];
const clients = { type: 'string', pattern: '^client \\d{1,4}$' };

const replica = z
  .custom<ReplicaTarget>(isReplica, {
    error: expected('a replica: 0 to 5, primary or backup'),
  })
  .meta({ anyOf: replicas });

const node = z
  .custom<NodeTarget>(isNode, {
    error: expected('a replica (0 to 5, primary or backup) or a client (like "client 0")'),
  })
  .meta({ anyOf: [...replicas, clients] });

const linkEnd = z
  .custom<LinkEnd>((value) => value === 'all' || isNode(value), {
    error: expected('a replica (0 to 5, primary or backup), a client (like "client 0") or all'),
  })
  .meta({ anyOf: [...replicas, clients, { const: 'all' }] });

const interval = { from: duration(0), until: duration(0) };
const signedMin = Number.MIN_SAFE_INTEGER;
const journalZones = ['journal-headers', 'journal-prepares'] as const;
const distributions = ['constant', 'uniform', 'long-tail'] as const;
const link = { sender: linkEnd, receiver: linkEnd };
/** Shorter than this, what goes on and off would do nothing else. */
const period = duration(millisecond);
const slot = whole(0, 0xffff_ffff);

/** A fault of this kind: its interval, and these fields. */
function fault<K extends FaultKind, S extends z.ZodRawShape>(kind: K, shape: S) {
  return object({ kind: literal(kind), ...interval, ...shape }).describe(faultPurposes[kind]);
}

const options = [
  fault('loss', { ratio }),
  fault('duplication', { ratio }),
  fault('delay', { mean: duration(0), distribution: oneOf(distributions).exactOptional() }),
  fault('reordering', { ratio, hold: duration(0) }),
  fault('corruption', { ratio }),
  fault('truncation', { ratio }),
  fault('bandwidth', { ...link, bytesPerSecond: whole(1, 1_000_000_000) }),
  fault('clogging', link),
  fault('cut', { sender: node, receiver: node }),
  fault('flapping', { ...link, down: period, up: period }),
  fault('partition', { side: list(node), blocked: oneOf(['in', 'out']).exactOptional() }),
  fault('client-cut', { client: whole(0, 1023), replicas: list(replica) }),
  fault('slow-disk', {
    replica,
    mean: duration(0),
    only: oneOf(['reads', 'writes']).exactOptional(),
  }),
  fault('bit-flip', { replica, zone: oneOf(faultyZones), slot, bit: whole(0, 0xffff_ffff) }),
  fault('read-error', { replica, zone: oneOf(faultyZones), slot }),
  fault('misdirected-write', { replica, zone: oneOf(journalZones), slot }),
  fault('lost-write', { replica, zone: oneOf(faultyZones), slot }),
  fault('rollback', { replica, zone: oneOf(faultyZones), slot }),
  fault('crash', { replica, lost: ratio, torn: ratio }),
  fault('crash-loop', { replica, down: period, up: period, lost: ratio, torn: ratio }),
  fault('full-disk', { replica }),
  fault('reformat', { replica }),
  fault('pause', { replica }),
  fault('clock-offset', { replica, offset: duration(signedMin) }),
  fault('clock-drift', { replica, gained: whole(-500_000_000, 500_000_000) }),
  fault('clock-step', { replica, step: duration(signedMin), every: period }),
  fault('clock-strobe', { replica, offset: duration(signedMin), every: period }),
] as const;

/** The shape of a fault. Whether it fits into a plan is for `checkFaults`. */
export const faultSchema: z.ZodType<Fault> = z.discriminatedUnion('kind', options, {
  error: ({ input }) => {
    if (typeof input !== 'object' || input === null) return 'must be a fault: an object';
    const kind = (input as { kind?: unknown }).kind;
    if (kind === undefined) return `is missing: one of ${faultKinds.join(', ')}`;
    const guess = typeof kind === 'string' ? suggestion(kind, faultKinds) : '';
    return `must be one of ${faultKinds.join(', ')}${guess}`;
  },
});
