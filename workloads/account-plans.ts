import { accountFlags } from '../harness/ledger/layouts.ts';
import type { Random } from '../harness/random.ts';
import { Heads, type Weights } from './heads.ts';
import { idMax, idZero } from './identifiers.ts';
import { accountOfHistory, lateTime } from './imported-events.ts';
import { indexOf, type Load, numbersPerRequest } from './load.ts';
import { blankAccount, ledgerNumber, type Population } from './population.ts';
import type { AccountEvent } from './records.ts';
import { drawUserData } from './user-data.ts';

/** Accounts that the load makes are numbered from here on, by the event that makes them. */
export const madeAccounts = 2 ** 32;

/** What event `number` of the load is to create. */
export interface AccountPlan {
  readonly event: AccountEvent;
  /** The events with the same id: as it was first meant, and changed; none if it is alone. */
  readonly forms: readonly AccountEvent[];
}

export interface AccountParts {
  readonly load: Load;
  readonly population: Population;
  /** So many of the first requests are imported history. */
  readonly history: number;
  readonly random: Random;
}

/** What accounts of the load are for: new ones, earlier ones once more, and mistakes. */
const weights: Weights<'new' | 'again' | 'invalid'> = { new: 60, again: 20, invalid: 20 };

/** The accounts that the load makes, each a pure function of its event's number. */
export class AccountPlans {
  readonly #parts: AccountParts;

  readonly #heads: Heads<'new' | 'again' | 'invalid'>;

  constructor(parts: AccountParts) {
    this.#parts = parts;
    this.#heads = new Heads(weights, 3, parts.random.fork('heads'));
  }

  plan(number: number): AccountPlan {
    const plan = this.#plan(number);
    if (plan.forms.length > 0 || !this.#parts.load.repeatable(indexOf(number))) return plan;
    return { event: plan.event, forms: [plan.event] };
  }

  #plan(number: number): AccountPlan {
    const random = this.#parts.random.at(number);
    const role = this.#heads.role(number);
    if (this.#isLate(number)) return { event: this.#late(random, number), forms: [] };
    if (role === 'again') return this.#again(random, number);
    const first = role === 'invalid' ? this.#invalid(random, number) : this.#made(random, number);
    const isHistory = indexOf(number) < this.#parts.history;
    const event = isHistory ? accountOfHistory(first, number, random) : first;
    const repeatable = role === 'new' && this.#heads.repeatable(number);
    return { event, forms: repeatable ? this.#formsOf(number, event) : [] };
  }

  /** What is known of account `number`, or null where nobody ever makes it. */
  account(number: number): AccountEvent | null {
    const { population, load } = this.#parts;
    if (number < 0) return null;
    if (number < population.accounts) return population.event(number);
    const index = indexOf(number - madeAccounts);
    if (number < madeAccounts || index >= 2 ** 37) return null;
    const { family, events } = load.slot(index);
    const position = (number - madeAccounts) % numbersPerRequest;
    if (family !== 'create_accounts' || position >= events) return null;
    const { event } = this.plan(number - madeAccounts);
    return event.id === number ? event : null;
  }

  /** An account that a request of a moment ago made and that is sent once only; null for none. */
  earlierMade(random: Random, before: number, distance: number): AccountEvent | null {
    const search = { family: 'create_accounts', distance } as const;
    const number = this.#parts.load.earlier(random, before, search, (other) =>
      this.#isNew(other, false),
    );
    return number < 0 ? null : this.plan(number).event;
  }

  #isNew(number: number, repeatable: boolean): boolean {
    return (
      this.#heads.role(number) === 'new' &&
      this.#heads.repeatable(number) === repeatable &&
      !this.#isLate(number)
    );
  }

  /** Whether all accounts of the request have moments of their own, which are too late. */
  #isLate(number: number): boolean {
    const index = indexOf(number);
    if (index < this.#parts.history) return false;
    return this.#heads.repeatable(index) && this.#heads.role(index) === 'invalid';
  }

  #late(random: Random, number: number): AccountEvent {
    const event = this.#made(random, number);
    if (random.chance([1, 8])) return event;
    return { ...event, flags: event.flags | imported, timestamp: lateTime(random) };
  }

  #made(random: Random, number: number): AccountEvent {
    return {
      id: madeAccounts + number,
      ...blankAccount,
      ...drawUserData(random),
      ledger: ledgerNumber(random.below(this.#parts.population.ledgers)),
      flags: random.pick(madeFlags),
    };
  }

  /** An account of the first stage or one that the load made, as it was or changed. */
  #again(random: Random, number: number): AccountPlan {
    const { load, population } = this.#parts;
    const search = { family: 'create_accounts', distance: 60 } as const;
    const target = load.earlier(random, number, search, (other) => this.#isNew(other, true));
    if (target >= 0) {
      const { forms } = this.plan(target);
      return { event: random.pick(forms), forms };
    }
    const first = random.below(population.accounts);
    const forms = this.#formsOf(first, population.event(first));
    return { event: random.pick(forms), forms };
  }

  /** The account as it is, and with one field changed. */
  #formsOf(number: number, event: AccountEvent): readonly AccountEvent[] {
    const random = this.#parts.random.at(number).fork('changed');
    // Transfers rely on ledger and flags of the first accounts: a changed one must not come first.
    const kind = random.below(event.id < madeAccounts ? 4 : 6);
    return [event, changedAccount(event, kind)];
  }

  #invalid(random: Random, number: number): AccountEvent {
    let event = this.#made(random, number);
    const count = random.chance([4, 5]) ? 1 : random.between(2, 3);
    for (let i = 0; i < count; i++) event = random.pick(mistakes)(event, random);
    return event;
  }
}

const {
  debits_must_not_exceed_credits: limitsDebits,
  credits_must_not_exceed_debits: limitsCredits,
} = accountFlags;
const { history, closed, imported } = accountFlags;

const madeFlags = [
  0,
  0,
  history,
  limitsDebits,
  limitsCredits,
  limitsDebits | history,
  limitsCredits | history,
  closed,
];

function changedAccount(event: AccountEvent, kind: number): AccountEvent {
  switch (kind) {
    case 0:
      return { ...event, userData128: event.userData128 ^ 1n };
    case 1:
      return { ...event, userData64: event.userData64 ^ (1n << 63n) };
    case 2:
      return { ...event, userData32: (event.userData32 ^ 1) >>> 0 };
    case 3:
      return { ...event, code: event.code === 1 ? 2 : event.code - 1 };
    case 4:
      return { ...event, ledger: event.ledger + 1 };
    default:
      return { ...event, flags: event.flags ^ history };
  }
}

type Mistake = (event: AccountEvent, random: Random) => AccountEvent;

/** Each makes a good account wrong in one way; some only together with another. */
const mistakes: readonly Mistake[] = [
  (event, random) => ({ ...event, timestamp: BigInt(random.between(1, 1000)) }),
  (event) => ({ ...event, reserved: 1 }),
  (event, random) => ({ ...event, flags: event.flags | (1 << random.between(6, 15)) }),
  (event) => ({ ...event, id: idZero }),
  (event) => ({ ...event, id: idMax }),
  (event) => ({ ...event, flags: event.flags | limitsDebits | limitsCredits }),
  (event) => ({ ...event, debitsPending: 1n }),
  (event) => ({ ...event, debitsPosted: 1n << 64n }),
  (event) => ({ ...event, creditsPending: 1n << 127n }),
  (event) => ({ ...event, creditsPosted: 5n }),
  (event) => ({ ...event, ledger: 0 }),
  (event) => ({ ...event, code: 0 }),
  (event, random) => ({
    ...event,
    flags: event.flags | imported,
    timestamp: lateTime(random),
  }),
];
