import { transferFlags } from '../harness/ledger/layouts.ts';
import type { Random } from '../harness/random.ts';
import { idZero, unknownNumbers } from './identifiers.ts';
import type { TransferEvent } from './records.ts';
import { amountMax, type Draw, type Role, single } from './transfer-roles.ts';
import { drawUserData } from './user-data.ts';

/** Where posts and voids look for what they mean. */
interface Earlier {
  plan(number: number): { readonly event: TransferEvent };
  earlierPending(random: Random, before: number, distance: number): number;
  earlierDue(random: Random, before: number): number;
  earlierEvent(
    random: Random,
    before: number,
    distance: number,
    wanted: (role: Role, number: number) => boolean,
  ): number;
}

interface Wish {
  readonly role: 'post' | 'void';
  /** The pending transfer right before it in its chain; null to look for one. */
  readonly target: number | null;
}

/**
 * A post or void: mostly of a pending transfer of a moment ago, sometimes of one long due, of one
 * that has been posted or voided already, of something that was never pending, or of nothing.
 */
export function resolution(draw: Draw, earlier: Earlier, wish: Wish): TransferEvent {
  const { random } = draw;
  const target = wish.target ?? findTarget(draw, earlier);
  if (target < 0) return single(draw);
  const known = target < unknownNumbers;
  const of = known ? earlier.plan(target).event : single(draw);
  const { userData128, userData64, userData32 } = drawUserData(random);
  const named = random.chance([1, 4]);
  const event = {
    ...of,
    id: draw.number,
    debit: named ? of.debit : idZero,
    credit: named ? of.credit : idZero,
    ledger: named ? of.ledger : 0,
    code: named ? of.code : 0,
    pending: target,
    amount: wish.role === 'post' ? postAmount(random, of.amount) : voidAmount(random, of.amount),
    userData128,
    userData64,
    userData32,
    timeout: 0,
    flags:
      wish.role === 'post'
        ? transferFlags.post_pending_transfer
        : transferFlags.void_pending_transfer,
  };
  if (wish.target !== null || random.below(12) > 0) return event;
  return misnamed(draw, event, of);
}

function findTarget(draw: Draw, earlier: Earlier): number {
  const { random, number } = draw;
  const kind = random.below(100);
  if (kind < 80) return earlier.earlierPending(random, number, 50);
  if (kind < 88) return earlier.earlierDue(random, number);
  if (kind < 94) {
    const second = earlier.earlierEvent(
      random,
      number,
      20,
      (role) => role === 'post' || role === 'void',
    );
    return second < 0 ? second : earlier.plan(second).event.pending;
  }
  if (kind < 97) return earlier.earlierEvent(random, number, 20, (role) => role === 'single');
  return unknownNumbers + random.below(1_000_000);
}

/** In full (as the highest amount, or exactly), in part, nothing, or too much. */
function postAmount(random: Random, amount: bigint): bigint {
  // Were such amounts posted in full, the accounts set aside for them would be full for good.
  if (amount >> 122n > 0n && random.chance([15, 16])) return BigInt(random.below(1000));
  const kind = random.below(20);
  if (kind < 10) return amountMax;
  if (kind < 14) return amount;
  if (kind < 17) return amount - amount / BigInt(random.between(1, 5));
  if (kind < 19) return 0n;
  return amount === amountMax ? amount : amount + 1n;
}

/** In full (as zero, or exactly), or an amount that is wrong. */
function voidAmount(random: Random, amount: bigint): bigint {
  const kind = random.below(20);
  if (kind < 13) return 0n;
  if (kind < 18) return amount;
  if (kind < 19) return amount / 2n;
  return amount === amountMax ? amount : amount + 1n;
}

/** With an account, a ledger or a code that the pending transfer doesn't have. */
function misnamed(draw: Draw, event: TransferEvent, of: TransferEvent): TransferEvent {
  switch (draw.random.below(4)) {
    case 0:
      return { ...event, debit: of.debit < 0 ? of.credit : draw.population.next(of.debit) };
    case 1:
      return { ...event, credit: of.credit < 0 ? of.debit : draw.population.next(of.credit) };
    case 2:
      return { ...event, ledger: of.ledger + 1 };
    default:
      return { ...event, code: of.code === 65535 ? 1 : of.code + 1 };
  }
}
