import { assert } from '../harness/assert.ts';
import { transferFlags } from '../harness/ledger/layouts.ts';
import type { Random } from '../harness/random.ts';
import type { AccountPlans } from './account-plans.ts';
import { changedTransfer } from './changed-transfer.ts';
import { Heads } from './heads.ts';
import { importedTransfer } from './imported-transfer.ts';
import { invalidTransfer } from './invalid-transfer.ts';
import { type MixedLoad, numbersPerRequest } from './mixed-load.ts';
import type { Population } from './population.ts';
import type { TransferEvent } from './records.ts';
import { resolution } from './transfer-resolution.ts';
import {
  balancing,
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
  /** The number of the event that others send again under the same id; null if none does. */
  readonly repeated: number | null;
}

export interface TransferParts {
  readonly load: MixedLoad;
  readonly population: Population;
  readonly accounts: AccountPlans;
  readonly weights: Readonly<Record<Role, number>>;
  readonly timeoutMax: number;
  readonly random: Random;
}

/** The transfers of the load, each a pure function of its number. */
export class TransferPlans {
  readonly #parts: TransferParts;
  readonly #heads: Heads<Role>;

  constructor(parts: TransferParts) {
    this.#parts = parts;
    this.#heads = new Heads(parts.weights, { repeatableOneIn: 8 }, parts.random.fork('heads'));
  }

  plan(number: number): TransferPlan {
    const index = Math.floor(number / numbersPerRequest);
    const draw = this.#draw(number);
    if (this.#parts.load.slot(index).family === 'create_transfers_imported') {
      return { event: importedTransfer(draw), repeated: null };
    }
    const position = number % numbersPerRequest;
    const layout = this.#parts.load.layout(index);
    const { chained, chainStart } = layout.at(position);
    const careful = chained && layout.careful;
    const role = this.#heads.role(number);
    if (role === 'again' && !careful) return this.#again(draw) ?? alone(single(draw));
    const first = careful
      ? this.#careful(draw, role, position > chainStart)
      : this.#event(draw, role, index * numbersPerRequest + chainStart);
    if (role === 'again' || !this.#heads.repeatable(number)) return alone(first);
    return { event: first, repeated: number };
  }

  /** The two forms in which a repeated event is sent: as it was first meant, and changed. */
  forms(number: number): readonly [TransferEvent, TransferEvent] {
    const { event } = this.plan(number);
    const random = this.#parts.random.at(number).fork('changed');
    return [event, changedTransfer(event, random, this.#parts)];
  }

  /** The transfer with this number, if it is sent once only; null where there is none. */
  known(number: number): TransferEvent | null {
    const index = Math.floor(number / numbersPerRequest);
    const { family, events } = this.#parts.load.slot(index);
    if (family !== 'create_transfers' || number % numbersPerRequest >= events) return null;
    const { event, repeated } = this.plan(number);
    if (event.id !== number) return null;
    assert(repeated === null, 'what may be sent again is not referred to');
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

  /** An event before `before` whose id is its own and is sent once only; −1 for none. */
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

  /** Whether event `number` is a pending transfer between plain accounts, sent once only. */
  isPlainPending(number: number): boolean {
    return this.#heads.role(number) === 'pending' && !this.#heads.repeatable(number);
  }

  #draw(number: number): Draw {
    const { population, timeoutMax, random } = this.#parts;
    return { number, random: random.at(number), population, timeoutMax };
  }

  /** In a chain that should come through: only what fails rarely. */
  #careful(draw: Draw, role: Role, follows: boolean): TransferEvent {
    if (role === 'pending') return pending(draw);
    if (role === 'post' || role === 'void') {
      const before = draw.number - 1;
      if (!follows || !this.isPlainPending(before)) return single(draw);
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

  /** Now and then on an account that the load itself has made. */
  #single(draw: Draw): TransferEvent {
    const event = single(draw);
    if (!draw.random.chance([1, 25])) return event;
    const made = this.#parts.accounts.earlierMade(draw.random, draw.number);
    if (made === null) return event;
    const { id, ledger } = made;
    if (draw.random.chance([1, 2])) return { ...event, debit: id, ledger };
    return { ...event, credit: id, ledger };
  }

  /** An earlier event that may be repeated, as it was or changed; null for none. */
  #again(draw: Draw): TransferPlan | null {
    const search = { family: 'create_transfers', distance: 40 } as const;
    const target = this.#parts.load.earlier(draw.random, draw.number, search, (number) => {
      return this.#heads.repeatable(number) && this.#heads.role(number) !== 'again';
    });
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
