import { transferFlags } from '../harness/ledger/layouts.ts';
import type { Random } from '../harness/random.ts';
import { idMax, idZero, unknownNumbers } from './identifiers.ts';
import type { TransferEvent } from './records.ts';
import { resolution } from './transfer-resolution.ts';
import { amountMax, type Draw, pending, single } from './transfer-roles.ts';

type Mistake = (event: TransferEvent, draw: Draw) => TransferEvent;

const { post_pending_transfer: posts, void_pending_transfer: voids } = transferFlags;

/** Each makes a good transfer wrong in one way; some only together with another. */
const mistakes: readonly Mistake[] = [
  (event, { random }) => ({ ...event, timestamp: BigInt(random.between(1, 1000)) }),
  (event, { random }) => ({ ...event, flags: event.flags | (1 << random.between(9, 15)) }),
  (event) => ({ ...event, flags: event.flags | transferFlags.imported }),
  (event) => ({ ...event, id: idZero }),
  (event) => ({ ...event, id: idMax }),
  (event) => ({ ...event, flags: event.flags | posts | voids }),
  (event, { random }) => ({
    ...event,
    flags: event.flags | posts | random.pick([2, 16, 32, 64, 128]),
  }),
  (event) => ({ ...event, debit: idZero }),
  (event) => ({ ...event, debit: idMax }),
  (event) => ({ ...event, credit: idZero }),
  (event) => ({ ...event, credit: idMax }),
  (event) => ({ ...event, credit: event.debit }),
  (event) => ({ ...event, pending: event.pending === idZero ? unknownNumbers : idZero }),
  (event) => ({ ...event, pending: idMax }),
  (event) => ({ ...event, pending: event.id }),
  (event, { random }) => ({ ...event, timeout: random.between(1, 100) }),
  (event) => ({ ...event, flags: event.flags | transferFlags.closing_debit }),
  (event) => ({ ...event, flags: event.flags | transferFlags.closing_credit }),
  (event) => ({ ...event, ledger: event.ledger === 0 ? 5 : 0 }),
  (event) => ({ ...event, code: event.code === 0 ? 5 : 0 }),
  (event, { random }) => ({ ...event, debit: unknownNumbers + random.below(1000) }),
  (event, { random }) => ({ ...event, credit: unknownNumbers + random.below(1000) }),
  (event, { population }) => ({ ...event, credit: elsewhere(event.credit, population.ledgers) }),
  (event) => ({ ...event, ledger: event.ledger + 1 }),
  (event, { random }) => ({ ...event, pending: unknownNumbers + random.below(1000) }),
  (event) => ({ ...event, amount: amountMax }),
];

/** A transfer that would be good but for one mistake; for two or three, so that one comes first. */
export function invalidTransfer(
  draw: Draw,
  earlier: Parameters<typeof resolution>[1],
): TransferEvent {
  const { random } = draw;
  let event = base(draw, earlier);
  const count = random.chance([4, 5]) ? 1 : random.between(2, 3);
  for (let i = 0; i < count; i++) event = random.pick(mistakes)(event, draw);
  event = closingClosable(event, draw);
  // Only accounts that are set aside for it may be filled up to the brim.
  return event.amount === amountMax && !isHarmless(event) ? { ...event, amount: 1n } : event;
}

function base(draw: Draw, earlier: Parameters<typeof resolution>[1]): TransferEvent {
  const kind = draw.random.below(10);
  if (kind < 5) return single(draw);
  if (kind < 7) return pending(draw);
  return resolution(draw, earlier, { role: pickRole(draw.random), target: null });
}

function pickRole(random: Random): 'post' | 'void' {
  return random.chance([2, 3]) ? 'post' : 'void';
}

function isHarmless(event: TransferEvent): boolean {
  return (event.flags & (posts | voids)) !== 0;
}

/** With other mistakes it may be a good closing transfer: it must close no account others use. */
function closingClosable(event: TransferEvent, draw: Draw): TransferEvent {
  const { population } = draw;
  const spared = (account: number): boolean =>
    account >= 0 && account < population.accounts && population.classOf(account) !== 'closable';
  const { closing_debit: closesDebit, closing_credit: closesCredit } = transferFlags;
  let { debit, credit } = event;
  if ((event.flags & closesDebit) !== 0 && spared(debit)) debit = closable(debit, draw);
  if ((event.flags & closesCredit) !== 0 && spared(credit)) credit = closable(credit, draw);
  return { ...event, debit, credit };
}

/** In the account's place one of its ledger that is set aside for closing. */
function closable(account: number, { population, random }: Draw): number {
  return population.pick(random, 'closable', Math.max(0, account) % population.ledgers);
}

/** An account of the next ledger. */
function elsewhere(account: number, ledgers: number): number {
  if (account < 0) return account;
  const ledger = account % ledgers;
  return account - ledger + ((ledger + 1) % ledgers);
}
