import { amountAt } from '../../harness/checkers/amounts.ts';
import type { BalanceBook } from '../../harness/checkers/balance-book.ts';
import { readU128 } from '../../harness/checkers/batches.ts';
import { held, pendingWord } from '../../harness/checkers/pending-book.ts';
import { createResult, transfer, transferFlags } from '../../harness/ledger/layouts.ts';
import type { Transfer } from '../../harness/ledger/records.ts';
import { createTransferStatus, transferStatusName } from '../../harness/ledger/statuses.ts';
import type { Side, Sums } from './biography.ts';
import { type Entry, type Lives, type Now, sumFields } from './lives.ts';
import type { Names } from './names.ts';
import { amountText, transferText } from './record-text.ts';

const { pending, post_pending_transfer: posts, void_pending_transfer: voids } = transferFlags;

/** A transfer that concerns what is watched, the accounts it moves between, and its answer. */
interface Asked {
  readonly now: Now;
  readonly who: string;
  readonly replyPosition: number;
  readonly sent: Transfer;
  readonly debit: bigint;
  readonly credit: bigint;
  /** Null where nobody was told. */
  readonly status: number | null;
  /** What cannot be, by the book; else null. */
  readonly wrong: string | null;
}

/**
 * Enters transfers into the book one at a time, and tells of what that did to the accounts and
 * transfers that are watched: amounts are what the book's sums changed by, so no rule about
 * amounts is here.
 */
export class LifeBook {
  readonly #lives: Lives;
  readonly #book: BalanceBook;
  readonly #names: Names;

  constructor(lives: Lives, book: BalanceBook, names: Names) {
    this.#lives = lives;
    this.#book = book;
    this.#names = names;
  }

  /** Whether the transfer, a record alone, has to do with what is watched. */
  concerns(record: DataView): boolean {
    const pendingId = readU128(record, transfer.pending_id);
    return (
      this.#lives.watches('transfer', readU128(record, transfer.id)) ||
      this.#lives.watches('account', readU128(record, transfer.debit_account_id)) ||
      this.#lives.watches('account', readU128(record, transfer.credit_account_id)) ||
      (pendingId !== 0n &&
        (this.#lives.pendings.has(pendingId) || this.#lives.watches('transfer', pendingId)))
    );
  }

  tell(
    now: Now,
    { who, replyPosition }: Pick<Asked, 'who' | 'replyPosition'>,
    sent: Transfer,
    record: DataView,
    result: DataView | null,
  ): void {
    const { debit, credit } = this.#sidesOf(sent);
    const before = [debit, credit].map((id) => this.#sumsOf(id));
    const wrong = this.#book.enter(record, 1, result);
    const status = result?.getUint32(createResult.status, true) ?? null;
    const asked = { now, who, replyPosition, sent, debit, credit, status, wrong };
    if (status === createTransferStatus.created && sent.flags & pending) {
      this.#lives.pendings.set(sent.id, { debit, credit });
    }
    if (debit !== 0n) this.#tellAccount(asked, 'debit', before[0] ?? null);
    if (credit !== 0n) this.#tellAccount(asked, 'credit', before[1] ?? null);
    this.#tellTransfers(asked);
  }

  /** Tells of all that expired at a pulse. */
  pulse(now: Now, timestamp: bigint): void {
    const due = [...this.#watchedPendings()].filter((number) => {
      const moment = this.#book.pendings.dueOf(number);
      return moment > 0n && moment <= timestamp && this.#stateOf(number) !== held.released;
    });
    this.#book.pulse(timestamp);
    for (const number of due) {
      if (this.#stateOf(number) === held.released) this.#tellExpiry(now, number);
    }
  }

  *#watchedPendings(): Generator<number, void, undefined> {
    const ids = new Set([...this.#lives.pendings.keys(), ...this.#lives.transfers]);
    for (const id of ids) {
      const number = this.#book.pendings.ids.findId(id);
      if (number >= 0) yield number;
    }
  }

  #stateOf(number: number): number {
    return this.#book.pendings.stateOf(number);
  }

  #tellExpiry(now: Now, number: number): void {
    const { ids, rows } = this.#book.pendings;
    const id = ids.id(number);
    const amount = amountAt(rows.page(number), rows.at(number) + pendingWord.amount);
    const sides = this.#lives.pendings.get(id);
    this.#lives.tellOfTransfer(id, now, 'it expired');
    if (sides === undefined) return;
    const { debit, credit } = sides;
    const text = `pending ${this.#names.transfer(id)} of ${amountText(amount)} expired`;
    const entry = { op: now.op, transfer: id, amount: -amount, done: true };
    this.#enter({ ...entry, account: debit, other: credit, field: 'debitsPending' });
    this.#enter({ ...entry, account: credit, other: debit, field: 'creditsPending' });
    this.#lives.tellOfAccount(debit, now, text);
    this.#lives.tellOfAccount(credit, now, text);
  }

  #enter(entry: Entry): void {
    if (this.#lives.watches('account', entry.account)) this.#lives.entries.push(entry);
  }

  #sumsOf(id: bigint): Sums | null {
    return this.#lives.watches('account', id) ? this.#lives.sumsOf(id) : null;
  }

  /** A post or void may leave its accounts out, where its pending transfer names them. */
  #sidesOf(sent: Transfer): { readonly debit: bigint; readonly credit: bigint } {
    const named = { debit: sent.debit_account_id, credit: sent.credit_account_id };
    if (!(sent.flags & (posts | voids))) return named;
    return this.#lives.pendings.get(sent.pending_id) ?? named;
  }

  #tellAccount(asked: Asked, side: Side, before: Sums | null): void {
    const { now, sent, debit, credit, status } = asked;
    const account = side === 'debit' ? debit : credit;
    if (!this.#lives.watches('account', account)) return;
    const after = this.#lives.sumsOf(account);
    const other = side === 'debit' ? credit : debit;
    const entry = { op: now.op, account, other, transfer: sent.id };
    const changes = sumFields.flatMap((field) => {
      const amount = (after?.[field] ?? 0n) - (before?.[field] ?? 0n);
      return amount === 0n || after === null ? [] : [{ ...entry, field, amount, done: true }];
    });
    for (const change of changes) this.#enter(change);
    if (status !== null && status !== createTransferStatus.created) {
      const holds = (sent.flags & pending) !== 0;
      const field = holds ? (`${side}sPending` as const) : (`${side}sPosted` as const);
      if (!(sent.flags & (posts | voids))) {
        this.#enter({ ...entry, field, amount: sent.amount, done: false });
      }
    }
    this.#lives.tellOfAccount(account, now, this.#accountText(asked, side, changes));
  }

  #accountText(asked: Asked, side: Side, changes: readonly Entry[]): string {
    const { sent, status, wrong, debit, credit } = asked;
    const name = this.#names.transfer(sent.id);
    const other = this.#names.account(side === 'debit' ? credit : debit);
    const toOther = side === 'debit' ? `to ${other}` : `from ${other}`;
    if (status === null) return `${name}, of which nobody was told whether it was created`;
    if (status !== createTransferStatus.created) {
      return `${name} was answered ${transferStatusName(status)}: ${transferText(sent, this.#names)}`;
    }
    const posted = changes.find(({ field }) => field.endsWith('Posted'))?.amount ?? 0n;
    const moved = changes.find(({ field }) => field.endsWith('Pending'))?.amount ?? 0n;
    const but = wrong === null ? '' : `, which cannot be: ${wrong}`;
    if (sent.flags & voids) {
      return `${name} voided ${this.#names.transfer(sent.pending_id)}, ${toOther}${but}`;
    }
    if (sent.flags & posts) {
      const of = this.#names.transfer(sent.pending_id);
      return `${name} posted ${amountText(posted)} of ${of}, ${toOther}${but}`;
    }
    if (sent.flags & pending) {
      return `${name} set ${amountText(moved)} aside as a ${side}, ${toOther}${but}`;
    }
    return `${name} ${side}ed ${amountText(posted)}, ${toOther}${but}`;
  }

  #tellTransfers(asked: Asked): void {
    const { now, who, replyPosition, sent, debit, credit, status, wrong } = asked;
    const answer = status === null ? 'nobody was told the answer' : transferStatusName(status);
    const what = transferText(sent, this.#names);
    const but = wrong === null ? '' : `, which cannot be: ${wrong}`;
    this.#lives.describe('transfer', sent.id, what);
    if (this.#lives.watches('transfer', sent.id)) {
      this.#lives.setSides(sent.id, debit, credit);
      if (status !== null) {
        const text = `(${what}) was answered ${answer}`;
        this.#lives.answers.push({ position: replyPosition, transfer: sent.id, text });
      }
    }
    this.#lives.tellOfTransfer(
      sent.id,
      now,
      `${who} asked to create it (${what}): ${answer}${but}`,
    );
    if (!(sent.flags & (posts | voids))) return;
    const verb = sent.flags & posts ? 'post' : 'void';
    const name = this.#names.transfer(sent.id);
    const text = `${who} asked to ${verb} it with ${name}: ${answer}${but}`;
    this.#lives.tellOfTransfer(sent.pending_id, now, text);
  }
}
