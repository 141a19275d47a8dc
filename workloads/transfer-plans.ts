import { assert } from '../harness/assert.ts';
import { transferFlags } from '../harness/ledger/layouts.ts';
import type { Random } from '../harness/random.ts';
import type { AccountPlans } from './account-plans.ts';
import { changedTransfer } from './changed-transfer.ts';
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
  roles,
  single,
} from './transfer-roles.ts';

/** What event `number` of the load is to create. */
export interface TransferPlan {
  readonly event: TransferEvent;
  /** The events with the same id: itself as it was first meant, and changed; none if it is alone. */
  readonly forms: readonly TransferEvent[];
}

export interface TransferParts {
  readonly load: MixedLoad;
  readonly population: Population;
  readonly accounts: AccountPlans;
  readonly weights: Readonly<Record<Role, number>>;
  readonly timeoutMax: number;
  readonly random: Random;
}

/** What is drawn first for an event: enough to know whether another may refer to it. */
interface Head {
  readonly random: Random;
  readonly role: Role;
  /** Whether later events may send it again; then nothing else refers to it. */
  readonly repeatable: boolean;
}

/** The transfers of the load, each a pure function of its number. */
export class TransferPlans {
  readonly #parts: TransferParts;
  readonly #weights: readonly number[];

  constructor(parts: TransferParts) {
    this.#parts = parts;
    this.#weights = roles.map((role) => parts.weights[role]);
  }

  plan(number: number): TransferPlan {
    const index = Math.floor(number / numbersPerRequest);
    const head = this.#head(number);
    const draw = this.#draw(number, head.random);
    if (this.#parts.load.slot(index).family === 'create_transfers_imported') {
      return { event: importedTransfer(draw), forms: [] };
    }
    const { chained, chainStart } = this.#parts.load.layout(index).at(number % numbersPerRequest);
    const careful = chained && this.#parts.load.layout(index).careful;
    if (head.role === 'again' && !careful) return this.#again(draw) ?? this.#alone(single(draw));
    const first = careful
      ? this.#careful(draw, head.role, number % numbersPerRequest > chainStart)
      : this.#event(draw, head.role, chained ? index * numbersPerRequest + chainStart : number);
    if (!head.repeatable || head.role === 'again') return this.#alone(first);
    return { event: first, forms: [first, this.#changed(number, first)] };
  }

  /** The transfer with this number, if it is sent once only; null where there is none. */
  known(number: number): TransferEvent | null {
    const index = Math.floor(number / numbersPerRequest);
    const { family, events } = this.#parts.load.slot(index);
    if (family !== 'create_transfers' || number % numbersPerRequest >= events) return null;
    const { event, forms } = this.plan(number);
    if (event.id !== number) return null;
    assert(forms.length === 0, 'what may be sent again is not referred to');
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

  /** An event before `before` whose id is its own and is sent once only; −1 for none. */
  earlierEvent(
    random: Random,
    before: number,
    distance: number,
    wanted: (role: Role, number: number) => boolean,
  ): number {
    const search = { family: 'create_transfers', distance } as const;
    return this.#parts.load.earlier(random, before, search, (number) => {
      const { role, repeatable } = this.#head(number);
      return !repeatable && role !== 'again' && wanted(role, number);
    });
  }

  /** Whether event `number` is a pending transfer between plain accounts, sent once only. */
  isPlainPending(number: number): boolean {
    const { role, repeatable } = this.#head(number);
    return role === 'pending' && !repeatable;
  }

  #head(number: number): Head {
    const random = this.#parts.random.at(number);
    const role = roles[random.weighted(this.#weights)] as Role;
    return { random, role, repeatable: random.below(8) === 0 };
  }

  #draw(number: number, random: Random): Draw {
    const { population, timeoutMax } = this.#parts;
    return { number, random, population, timeoutMax };
  }

  #alone(event: TransferEvent): TransferPlan {
    return { event, forms: [] };
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
      const { role, repeatable } = this.#head(number);
      return repeatable && role !== 'again';
    });
    if (target < 0) return null;
    const { forms } = this.plan(target);
    return { event: draw.random.pick(forms), forms };
  }

  #changed(number: number, event: TransferEvent): TransferEvent {
    return changedTransfer(event, this.#parts.random.at(number).fork('changed'), this.#parts);
  }
}

const mayBePending: ReadonlySet<Role> = new Set([
  'balancing',
  'limited',
  'overflow',
  'closing',
  'closable',
]);
