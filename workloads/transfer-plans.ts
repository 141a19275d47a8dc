import { assert } from '../harness/assert.ts';
import { transferFlags } from '../harness/ledger/layouts.ts';
import type { Random } from '../harness/random.ts';
import type { AccountPlans } from './account-plans.ts';
import { changedTransfer } from './changed-transfer.ts';
import { Heads, type Weights } from './heads.ts';
import { lateTransfer, transferOfHistory } from './imported-events.ts';
import { invalidTransfer } from './invalid-transfer.ts';
import { indexOf, type Load, numbersPerRequest } from './load.ts';
import { ledgerOf, type Population } from './population.ts';
import type { TransferEvent } from './records.ts';
import { resolution } from './transfer-resolution.ts';
import {
  balancing,
  broken,
  closable,
  closing,
  type Draw,
  limited,
  overflow,
  pending,
  type Role,
  single,
} from './transfer-roles.ts';

/** What event `number` of the load is to create. */
export interface TransferPlan {
  readonly event: TransferEvent;
  /** The number of the event that is sent more than once under the same id; null if it is not. */
  readonly repeated: number | null;
}

export interface TransferParts {
  readonly load: Load;
  readonly population: Population;
  readonly accounts: AccountPlans;
  readonly weights: Weights<Role>;
  /** One in so many events may be sent again, unchanged or changed. */
  readonly repeatableOneIn: number;
  readonly timeoutMax: number;
  /** So many of the first requests are imported history. */
  readonly history: number;
  readonly random: Random;
}

/** Plans that are kept for speed. */
const plansMax = 16_384;

/** The transfers of the load, each a pure function of its number. */
export class TransferPlans {
  readonly #parts: TransferParts;
  readonly #heads: Heads<Role>;
  /** Those asked for lately: others refer to them, and what is expected of them is asked later. */
  readonly #plans = new Map<number, TransferPlan>();

  constructor(parts: TransferParts) {
    const { weights, repeatableOneIn, random } = parts;
    this.#parts = parts;
    this.#heads = new Heads(weights, repeatableOneIn, random.fork('heads'));
  }

  plan(number: number): TransferPlan {
    let plan = this.#plans.get(number);
    if (plan === undefined) {
      plan = this.#plan(number);
      if (plan.repeated === null && this.#parts.load.repeatable(indexOf(number))) {
        plan = { event: plan.event, repeated: number };
      }
      if (this.#plans.size >= plansMax) this.#plans.clear();
      this.#plans.set(number, plan);
    }
    return plan;
  }

  /** The forms in which a repeated event is sent: as it was first meant, and perhaps changed. */
  forms(number: number): readonly TransferEvent[] {
    const { event } = this.plan(number);
    if (!this.#isRepeatable(number)) return [event];
    const random = this.#parts.random.at(number).fork('changed');
    return [event, changedTransfer(event, random, this.#parts)];
  }

  #plan(number: number): TransferPlan {
    const index = indexOf(number);
    const { load, history } = this.#parts;
    const draw = this.#draw(number);
    if (load.slot(index).family === 'create_transfers_imported') {
      const event = draw.random.chance([1, 20]) ? pending(draw) : single(draw);
      return alone(lateTransfer(event, draw.random));
    }
    const layout = load.layout(index);
    const place = layout.at(number % numbersPerRequest);
    const careful = place.chained && layout.careful;
    const role = this.#heads.role(number);
    if (role === 'again' && !careful) {
      const again = this.#again(draw);
      if (again !== null) return again;
    }
    const chainStart = index * numbersPerRequest + place.chainStart;
    const first = careful
      ? this.#careful(draw, role, { follows: number > chainStart, broken: place.broken })
      : this.#event(draw, role, chainStart);
    const event = index < history ? transferOfHistory(first, number, draw.random, careful) : first;
    return this.#isRepeatable(number) ? { event, repeated: number } : alone(event);
  }

  /** Whether later events may send it again, unchanged or changed. */
  #isRepeatable(number: number): boolean {
    return this.#heads.role(number) !== 'again' && this.#heads.repeatable(number);
  }

  /** The transfer with this number, if it is sent in one form only; null where there is none. */
  known(number: number): TransferEvent | null {
    const { family, events } = this.#parts.load.slot(indexOf(number));
    if (family !== 'create_transfers' || number % numbersPerRequest >= events) return null;
    const { event } = this.plan(number);
    if (event.id !== number) return null;
    assert(!this.#isRepeatable(number), 'what may be sent again is not referred to');
    return event;
  }

  /** A pending transfer before `before` that posts and voids may mean; −1 for none. */
  earlierPending(random: Random, before: number, distance: number): number {
    return this.earlierEvent(random, before, distance, (role, number) => {
      if (role === 'pending') return true;
      if (!mayBePending.has(role)) return false;
      return (this.plan(number).event.flags & transferFlags.pending) !== 0;
    });
  }

  /** A pending transfer before `before` whose time-out has passed by now; −1 for none. */
  earlierDue(random: Random, before: number): number {
    return this.earlierEvent(random, before, 800, (role, number) => {
      if (role !== 'pending') return false;
      const { timeout } = this.plan(number).event;
      return timeout > 0 && timeout <= 8;
    });
  }

  /** An event before `before` whose id is its own and is sent in one form only; −1 for none. */
  earlierEvent(
    random: Random,
    before: number,
    distance: number,
    wanted: (role: Role, number: number) => boolean,
  ): number {
    const search = { family: 'create_transfers', distance } as const;
    return this.#parts.load.earlier(random, before, search, (number) => {
      const role = this.#heads.role(number);
      return role !== 'again' && wanted(role, number) && !this.#heads.repeatable(number);
    });
  }

  /** Whether event `number` is a pending transfer between plain accounts, sent in one form only. */
  isPlainPending(number: number): boolean {
    return this.#heads.role(number) === 'pending' && !this.#heads.repeatable(number);
  }

  #draw(number: number): Draw {
    const { population, timeoutMax, random } = this.#parts;
    return { number, random: random.at(number), population, timeoutMax };
  }

  /** In a chain that should come through: only what fails rarely. */
  #careful(
    draw: Draw,
    role: Role,
    place: { readonly follows: boolean; readonly broken: boolean },
  ): TransferEvent {
    if (place.broken) return broken(draw);
    if (role === 'pending') return pending(draw);
    if (role === 'post' || role === 'void') {
      const before = draw.number - 1;
      if (!place.follows || !this.isPlainPending(before)) return single(draw);
      return resolution(draw, this, { role, target: before });
    }
    return single(draw);
  }

  #event(draw: Draw, role: Role, chainStart: number): TransferEvent {
    switch (role) {
      case 'single':
        return this.#single(draw);
      case 'pending':
        return pending(draw);
      case 'balancing':
        return balancing(draw);
      case 'limited':
        return limited(draw);
      case 'overflow':
        return overflow(draw);
      case 'closing':
        return closing(draw);
      case 'closable':
        return closable(draw);
      case 'invalid':
        return invalidTransfer(draw, this);
      case 'post':
      case 'void': {
        const inChain = draw.number > chainStart && this.isPlainPending(draw.number - 1);
        return resolution(draw, this, { role, target: inChain ? draw.number - 1 : null });
      }
      default:
        return single(draw);
    }
  }

  /** Now and then on an account that the load itself has made; in history often, and a new one. */
  #single(draw: Draw): TransferEvent {
    const event = single(draw);
    const isHistory = indexOf(draw.number) < this.#parts.history;
    if (!draw.random.chance([1, isHistory ? 3 : 25])) return event;
    const distance = isHistory ? 10 : 40;
    const made = this.#parts.accounts.earlierMade(draw.random, draw.number, distance);
    if (made === null) return event;
    const { id, ledger } = made;
    const other = this.#parts.population.pick(draw.random, 'plain', ledgerOf(ledger));
    if (draw.random.chance([1, 2])) return { ...event, debit: id, credit: other, ledger };
    return { ...event, debit: other, credit: id, ledger };
  }

  /** An earlier event that may be repeated, as it was or changed; null for none. */
  #again(draw: Draw): TransferPlan | null {
    const search = { family: 'create_transfers', distance: 40 } as const;
    const target = this.#parts.load.earlier(draw.random, draw.number, search, (number) =>
      this.#isRepeatable(number),
    );
    if (target < 0) return null;
    return { event: draw.random.pick(this.forms(target)), repeated: target };
  }
}

function alone(event: TransferEvent): TransferPlan {
  return { event, repeated: null };
}

const mayBePending: ReadonlySet<Role> = new Set([
  'balancing',
  'limited',
  'overflow',
  'closing',
  'closable',
]);
