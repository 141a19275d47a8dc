import { z } from 'zod';
import type { Fault, NodeTarget, ReplicaTarget } from '../fault.ts';
import { suggestion } from '../nearest.ts';
import { duration, expected, list, literal, object, oneOf, ratio, whole } from './schema-parts.ts';

function isReplica(value: unknown): boolean {
  if (value === 'primary' || value === 'backup') return true;
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= 5;
}

const replica = z.custom<ReplicaTarget>(isReplica, {
  error: expected('a replica: 0 to 5, primary or backup'),
});

const node = z.custom<NodeTarget>(
  (value) => isReplica(value) || (typeof value === 'string' && /^client \d{1,4}$/.test(value)),
  { error: expected('a replica (0 to 5, primary or backup) or a client (like "client 0")') },
);

const interval = { from: duration(0), until: duration(0) };
const signedMin = Number.MIN_SAFE_INTEGER;

const options = [
  object({ kind: literal('loss'), ...interval, ratio }),
  object({ kind: literal('duplication'), ...interval, ratio }),
  object({ kind: literal('delay'), ...interval, mean: duration(0) }),
  object({ kind: literal('reordering'), ...interval, ratio, hold: duration(0) }),
  object({ kind: literal('cut'), ...interval, sender: node, receiver: node }),
  object({ kind: literal('partition'), ...interval, side: list(replica) }),
  object({ kind: literal('slow-disk'), ...interval, replica, mean: duration(0) }),
  object({
    kind: literal('bit-flip'),
    ...interval,
    replica,
    zone: oneOf(['journal-headers', 'journal-prepares']),
    slot: whole(0, 0xffff_ffff),
    bit: whole(0, 0xffff_ffff),
  }),
  object({ kind: literal('crash'), ...interval, replica, lost: ratio, torn: ratio }),
  object({ kind: literal('pause'), ...interval, replica }),
  object({ kind: literal('clock-offset'), ...interval, replica, offset: duration(signedMin) }),
  object({
    kind: literal('clock-drift'),
    ...interval,
    replica,
    gained: whole(-500_000_000, 500_000_000),
  }),
] as const;

const kinds: readonly string[] = options.map((option) => option.shape.kind.value);

/** The shape of a fault. Whether it fits into a plan is for `checkFaults`. */
export const faultSchema: z.ZodType<Fault> = z.discriminatedUnion('kind', options, {
  error: ({ input }) => {
    if (typeof input !== 'object' || input === null) return 'must be a fault: an object';
    const kind = (input as { kind?: unknown }).kind;
    if (kind === undefined) return `is missing: one of ${kinds.join(', ')}`;
    const guess = typeof kind === 'string' ? suggestion(kind, kinds) : '';
    return `must be one of ${kinds.join(', ')}${guess}`;
  },
});
