import { transferFlags } from '../harness/ledger/layouts.ts';
import type { Random } from '../harness/random.ts';
import { unknownNumbers } from './identifiers.ts';
import type { Population } from './population.ts';
import type { TransferEvent } from './records.ts';
import { amountMax } from './transfer-roles.ts';

const resolves = transferFlags.post_pending_transfer | transferFlags.void_pending_transfer;

/** The transfer with one field changed: which one, `random` decides. */
export function changedTransfer(
  event: TransferEvent,
  random: Random,
  world: { readonly population: Population },
): TransferEvent {
  switch (random.below(11)) {
    case 0:
      return { ...event, flags: event.flags ^ ((event.flags & resolves) !== 0 ? resolves : 2) };
    case 1:
      return { ...event, pending: unknownNumbers + random.below(1000) };
    case 2:
      return { ...event, timeout: event.timeout === 0xffff_ffff ? 1 : event.timeout + 1 };
    case 3:
      return { ...event, debit: otherAccount(event.debit, world.population, random) };
    case 4:
      return { ...event, credit: otherAccount(event.credit, world.population, random) };
    case 5:
      return { ...event, amount: event.amount === amountMax ? 1n : event.amount + 1n };
    case 6:
      return { ...event, userData128: event.userData128 ^ 1n };
    case 7:
      return { ...event, userData64: event.userData64 ^ (1n << 63n) };
    case 8:
      return { ...event, userData32: (event.userData32 ^ 1) >>> 0 };
    case 9:
      return { ...event, ledger: event.ledger === 0 ? 3 : event.ledger - 1 };
    default:
      return { ...event, code: event.code === 0 ? 3 : event.code - 1 };
  }
}

/** Where there was no good one, one that may be closed: closing ones must meet no other. */
function otherAccount(number: number, population: Population, random: Random): number {
  if (number >= 0 && number < population.accounts) return population.next(number);
  return population.pick(random, 'closable', 0);
}
