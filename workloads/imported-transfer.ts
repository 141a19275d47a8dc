import { transferFlags } from '../harness/ledger/layouts.ts';
import type { Random } from '../harness/random.ts';
import type { TransferEvent } from './records.ts';
import { type Draw, pending, single } from './transfer-roles.ts';

/**
 * A transfer with a moment of its own. The ledger has gone on since, so that it is too late for
 * most; the workload `imported` is for those that come first.
 */
export function importedTransfer(draw: Draw): TransferEvent {
  const { random } = draw;
  const kind = random.below(20);
  const event = kind === 0 ? pending(draw) : single(draw);
  // Some forget the flag: the first event decides what the others of its batch must have.
  const flags = kind < 3 && kind > 0 ? event.flags : event.flags | transferFlags.imported;
  return { ...event, flags, timestamp: kind < 3 && kind > 0 ? 0n : importedTimestamp(random) };
}

/** Out of range, ahead of the clock, or long past. */
export function importedTimestamp(random: Random): bigint {
  const kind = random.below(10);
  if (kind === 0) return 0n;
  if (kind === 1) return (1n << 63n) + BigInt(random.below(1000));
  if (kind === 2) return (1n << 63n) - 1n;
  return BigInt(random.between(1, 1_000_000_000));
}
