import { type Command, type Fields, type Script, starts } from './commands.ts';
import { accountFlag, transferFlag } from './flags.ts';
import { eventIds, requestOf, withTraits } from './precedence-event.ts';
import type { Groups, Traits } from './precedence-table.ts';

const { pending, post_pending_transfer, void_pending_transfer, imported } = transferFlag;

const first = ['single', 'pending', 'imported'];
const second = ['post', 'void', 'imported-post'];
const retried = ['retry', 'retry-post'];

export const transferKinds: Groups = {
  all: [...first, ...second, ...retried],
  plain: ['single', 'pending', 'post', 'void', ...retried],
  fresh: [...first, ...second],
  first,
  second,
};

type Side = 'debit' | 'credit';
const sides: readonly Side[] = ['debit', 'credit'];

const pendingId = 11n;
const between = { debit_account_id: 1n, credit_account_id: 2n, ledger: 1, code: 1 };
const said = { user_data_128: 1n, user_data_64: 1n, user_data_32: 1 };
const fresh = { ...between, id: eventIds.own, amount: 1n };
const settling = { id: eventIds.own, pending_id: pendingId, amount: 5n };

/** What would be created, if it had no traits; or what is there, if it is a retry. */
const events: Readonly<Record<string, Fields>> = {
  single: fresh,
  pending: { ...fresh, flags: pending },
  imported: { ...fresh, flags: pending | imported, timestamp: 5000n },
  post: { ...settling, flags: post_pending_transfer },
  void: { ...settling, flags: void_pending_transfer },
  'imported-post': { ...settling, flags: post_pending_transfer | imported, timestamp: 5000n },
  retry: { ...fresh, ...said },
  'retry-post': { ...between, ...settling, ...said, flags: post_pending_transfer },
};

function settles(kind: string): boolean {
  return second.includes(kind) || kind === 'retry-post';
}

/** Whether an event of the kind can have all of the traits at once. */
export function isPossibleTransfer(kind: string, traits: Traits): boolean {
  for (const side of sides) {
    const has = (...names: string[]) => names.some((name) => traits.has(`${side}.${name}`));
    // An account that is not there is nothing else either; a post's accounts are its pending's.
    const isKnown = has('ledger', 'later', 'closed', 'pending', 'posted', 'limited');
    if (has('id') && isKnown && !settles(kind)) return false;
    // Its transfers would be later than the account, and the event's time would regress.
    if (has('later') && has('pending', 'posted')) return false;
  }
  if (traits.get('credit.id') === 'debit' && traits.has('debit.id')) return false;
  // A pending transfer that is not there is nothing else, and a single-phase one has no status.
  const ofPending = ['pending.id', 'pending.single', 'pending.status'];
  return ofPending.filter((name) => traits.has(name)).length <= 1;
}

/**
 * An empty ledger, what has to be there, and then a request whose last event is of the kind and has
 * the traits. What has to be there is imported, at times before the event's, where that can be.
 */
export function transferScene(kind: string, traits: Traits): Script {
  const scene = new Scene(kind, traits);
  return { start: starts[1] as bigint, commands: scene.commands() };
}

class Scene {
  private readonly kind: string;
  private readonly traits: Traits;
  private readonly done: Command[] = [{ op: 'wait', seconds: 1 }];
  private time = 1000n;
  private id = 1000n;
  private isImporting = true;

  constructor(kind: string, traits: Traits) {
    this.kind = kind;
    this.traits = traits;
  }

  commands(): readonly Command[] {
    const { kind, traits } = this;
    const event = events[kind] as Fields;
    this.createAccounts();
    this.createOthers();
    for (const side of sides) this.fillBalances(side);
    if (settles(kind)) this.createPending();
    for (const side of sides) if (this.isClosedLate(side)) this.close(side);
    if (retried.includes(kind)) this.isImporting = false;
    if (retried.includes(kind)) this.create(event);
    const tried = withTraits('create_transfers', event, traits);
    return [...this.done, requestOf('create_transfers', tried, traits, imported)];
  }

  private createAccounts(): void {
    const limits = {
      debit: accountFlag.debits_must_not_exceed_credits,
      credit: accountFlag.credits_must_not_exceed_debits,
    };
    const both = sides.map((side) => {
      const has = (name: string) => this.traits.has(`${side}.${name}`);
      const isClosed = has('closed') && !this.isClosedLate(side);
      const flags = (has('limited') ? limits[side] : 0) | (isClosed ? accountFlag.closed : 0);
      const id = between[`${side}_account_id`];
      return importedAccount(id, (has('later') ? 6000n : 20n) + id, this.ledgerOf(side), flags);
    });
    const banks = [
      importedAccount(101n, 10n),
      importedAccount(102n, 11n, 2),
      importedAccount(103n, 12n),
    ];
    const inTime = [...banks, ...both].toSorted(
      (a, b) => Number(a['timestamp']) - Number(b['timestamp']),
    );
    this.done.push({ op: 'create_accounts', batches: [inTime] });
  }

  private ledgerOf(side: Side): number {
    return Number(this.traits.get(`${side}.ledger`) ?? 1);
  }

  /** A transfer whose id is taken, and one whose id failed. */
  private createOthers(): void {
    const { balancing_debit, balancing_credit } = transferFlag;
    const other = { debit_account_id: 101n, credit_account_id: 103n, ledger: 1, code: 1 };
    this.create({ ...other, id: eventIds.taken, flags: balancing_debit | balancing_credit });
    if (this.traits.get('id') !== 'failed') return;
    this.create({ ...other, id: eventIds.failed, credit_account_id: 99n });
  }

  /** A limited account gets first what it then gives. */
  private fillBalances(side: Side): void {
    const posted = BigInt(this.traits.get(`${side}.posted`) ?? 0);
    const waiting = BigInt(this.traits.get(`${side}.pending`) ?? 0);
    if (this.traits.has(`${side}.limited`) && posted + waiting > 0n) {
      this.move(side, side === 'debit' ? 'credit' : 'debit', posted + waiting, 0);
    }
    if (posted > 0n) this.move(side, side, posted, 0);
    if (waiting > 0n) this.move(side, side, waiting, pending);
  }

  /** Between that side's account and the bank of its ledger. */
  private move(side: Side, as: Side, amount: bigint, flags: number): void {
    const ledger = this.ledgerOf(side);
    const account = between[`${side}_account_id`];
    const bank = ledger === 2 ? 102n : 101n;
    const debit_account_id = as === 'debit' ? account : bank;
    const credit_account_id = as === 'debit' ? bank : account;
    const id = this.id++;
    this.create({ id, debit_account_id, credit_account_id, amount, ledger, code: 1, flags });
  }

  private createPending(): void {
    const status = this.traits.get('pending.status');
    const isDue = status === 'due';
    if (isDue) this.isImporting = false;
    const flags = this.traits.has('pending.single') ? 0 : pending;
    this.create({ ...between, id: pendingId, amount: 5n, flags, timeout: isDue ? 1 : 0 });
    if (isDue) this.done.push({ op: 'wait', seconds: 2 });
    const settled = { id: this.id++, pending_id: pendingId, amount: 5n };
    if (status === 'posted') this.create({ ...settled, flags: post_pending_transfer });
    if (status === 'voided') this.create({ ...settled, flags: void_pending_transfer });
  }

  /** An account that has to move something is closed afterwards; any other is created closed. */
  private isClosedLate(side: Side): boolean {
    const has = (name: string) => this.traits.has(`${side}.${name}`);
    return has('closed') && (has('pending') || has('posted') || settles(this.kind));
  }

  private close(side: Side): void {
    this.move(side, 'debit', 0n, pending | transferFlag.closing_debit);
  }

  private create(event: Fields): void {
    const flags = Number(event['flags'] ?? 0) | imported;
    const sent = this.isImporting ? { ...event, flags, timestamp: this.time++ } : event;
    this.done.push({ op: 'create_transfers', batches: [[sent]] });
  }
}

function importedAccount(id: bigint, timestamp: bigint, ledger = 1, flags = 0): Fields {
  return { id, ledger, code: 1, flags: flags | accountFlag.imported, timestamp };
}
