import { BalanceBook } from '../../harness/checkers/balance-book.ts';
import { batchCounts, payloadSize, readU128, viewOf } from '../../harness/checkers/batches.ts';
import { expiriesMaxOf } from '../../harness/checkers/book-keeping.ts';
import type { Evidence } from '../../harness/checkers/checker.ts';
import { EvidenceNotes } from '../../harness/checkers/evidence-notes.ts';
import type { LogStep } from '../../harness/checkers/log-step.ts';
import { logSteps } from '../../harness/checkers/log-steps.ts';
import { account, accountFilter, createResult, transfer } from '../../harness/ledger/layouts.ts';
import { operationName, operations } from '../../harness/ledger/operations.ts';
import {
  type Account,
  accountLayout,
  readRecord,
  type Transfer,
  transferLayout,
} from '../../harness/ledger/records.ts';
import { accountStatusName } from '../../harness/ledger/statuses.ts';
import { countOf } from '../wording/quantities.ts';
import { type Askers, askerOf, readAskers } from './askers.ts';
import { LifeBook } from './life-book.ts';
import { Lives, type Now } from './lives.ts';
import type { Names } from './names.ts';
import { accountText, transferText } from './record-text.ts';

/** Follows accounts and transfers through the log, told by requests and replies alone. */
export function followLives(
  evidence: Evidence,
  accounts: readonly bigint[],
  transfers: readonly bigint[],
  names: Names,
): Lives {
  const walk = new LifeWalk(evidence, accounts, transfers, names);
  // A walk makes every request anew, which is dear.
  if (accounts.length + transfers.length === 0) return walk.lives;
  const { requests, commits } = EvidenceNotes.of(evidence);
  for (const step of logSteps(evidence, requests, commits)) walk.take(step);
  return walk.lives;
}

class LifeWalk {
  readonly lives: Lives;
  readonly #names: Names;
  readonly #askers: Askers;
  readonly #entering: LifeBook;
  readonly #book: BalanceBook;

  constructor(
    evidence: Evidence,
    accounts: Iterable<bigint>,
    transfers: Iterable<bigint>,
    names: Names,
  ) {
    this.#book = new BalanceBook(expiriesMaxOf(evidence.plan));
    this.lives = new Lives(accounts, transfers, this.#book);
    this.#names = names;
    this.#askers = readAskers(evidence.history.events);
    this.#entering = new LifeBook(this.lives, this.#book, names);
  }

  take(step: LogStep): void {
    const { op, commit, commitPosition, reply, replyPosition, request } = step;
    const time = commit?.time ?? reply?.time ?? 0;
    const now = { op, time, position: commit === null ? replyPosition : commitPosition };
    if (step.operation === operations.pulse) this.#entering.pulse(now, step.timestamp);
    if (request === null || request.operation !== step.operation) return;
    switch (request.operation) {
      case operations.create_accounts:
        return this.#createAccounts(now, step, request.body, request.events);
      case operations.create_transfers:
        return this.#createTransfers(now, step, request.body, request.events);
      case operations.lookup_accounts:
      case operations.query_accounts:
        return this.#readAccounts(now, step, request.body);
      case operations.lookup_transfers:
      case operations.query_transfers:
        return this.#readTransfers(now, step, request.body);
      case operations.get_account_transfers:
        this.#readTransfers(now, step, request.body);
        return this.#readRows(now, step, request.body, 'transfer');
      case operations.get_account_balances:
        return this.#readRows(now, step, request.body, 'row');
      default:
    }
  }

  #who({ invoke }: LogStep): string {
    return askerOf(this.#askers, invoke?.session ?? -1);
  }

  #createAccounts(now: Now, step: LogStep, body: Uint8Array, count: number): void {
    const told = resultsOf(step, count);
    if (told !== null) this.#book.open(viewOf(body), count, told);
    const view = viewOf(body);
    for (let event = 0; event < count; event++) {
      const id = readU128(view, event * account.size + account.id);
      if (!this.lives.watches('account', id)) continue;
      const sent = readRecord(accountLayout, body, event * account.size) as unknown as Account;
      const status = told?.getUint32(event * createResult.size + createResult.status, true);
      const answer =
        status === undefined ? 'nobody was told the answer' : accountStatusName(status);
      this.lives.describe('account', id, accountText(sent));
      this.lives.tellOfAccount(id, now, `${this.#who(step)} asked to create it: ${answer}`);
    }
  }

  #createTransfers(now: Now, step: LogStep, body: Uint8Array, count: number): void {
    const told = resultsOf(step, count);
    const view = viewOf(body);
    const who = this.#who(step);
    const { replyPosition } = step;
    for (let event = 0; event < count; event++) {
      const from = event * transfer.size;
      const one = new DataView(view.buffer, view.byteOffset + from, transfer.size);
      const at = (told?.byteOffset ?? 0) + event * createResult.size;
      const result = told === null ? null : new DataView(told.buffer, at, createResult.size);
      if (this.#entering.concerns(one)) {
        const sent = readRecord(transferLayout, body, from) as unknown as Transfer;
        this.#entering.tell(now, { who, replyPosition }, sent, one, result);
      } else this.#book.enter(one, 1, result);
    }
  }

  #readAccounts(now: Now, step: LogStep, asked: Uint8Array): void {
    const { body, replyPosition, operation } = step;
    if (body === null) return;
    const records = viewOf(body);
    const size = payloadSize(body, account.size) ?? 0;
    const found = new Set<bigint>();
    for (let at = 0; at < size; at += account.size) {
      const id = readU128(records, at + account.id);
      if (!this.lives.watches('account', id)) continue;
      found.add(id);
      const read = {
        debitsPending: readU128(records, at + account.debits_pending),
        debitsPosted: readU128(records, at + account.debits_posted),
        creditsPending: readU128(records, at + account.credits_pending),
        creditsPosted: readU128(records, at + account.credits_posted),
      };
      const expected = this.lives.sumsOf(id);
      const reading = { op: now.op, position: replyPosition, account: id, read, expected };
      this.lives.readings.push(reading);
      const text = `${this.#who(step)} read it (${operationName(operation)})`;
      this.lives.tellOfAccount(id, now, text, read);
    }
    if (operation !== operations.lookup_accounts) return;
    for (const id of idsAsked(asked)) {
      if (found.has(id) || !this.lives.watches('account', id)) continue;
      this.lives.tellOfAccount(id, now, `${this.#who(step)} looked for it, and it was not there`);
    }
  }

  #readTransfers(now: Now, step: LogStep, asked: Uint8Array): void {
    const { body, operation } = step;
    if (body === null) return;
    const records = viewOf(body);
    const size = payloadSize(body, transfer.size) ?? 0;
    const found = new Set<bigint>();
    for (let at = 0; at < size; at += transfer.size) {
      const id = readU128(records, at + transfer.id);
      if (!this.lives.watches('transfer', id)) continue;
      found.add(id);
      const read = readRecord(transferLayout, body, at) as unknown as Transfer;
      const what = transferText(read, this.#names);
      const text = `${this.#who(step)} read it (${operationName(operation)}): ${what}`;
      this.lives.tellOfTransfer(id, now, text);
    }
    if (operation !== operations.lookup_transfers) return;
    for (const id of idsAsked(asked)) {
      if (found.has(id) || !this.lives.watches('transfer', id)) continue;
      this.lives.tellOfTransfer(id, now, `${this.#who(step)} looked for it, and it was not there`);
    }
  }

  /** Each batch of the request is a filter, and each batch of the reply its rows. */
  #readRows(now: Now, step: LogStep, filters: Uint8Array, what: 'transfer' | 'row'): void {
    if (step.body === null || payloadSize(step.body, transfer.size) === null) return;
    const view = viewOf(filters);
    for (const [batch, count] of batchCounts(step.body).entries()) {
      const filter = batch * accountFilter.size;
      if (filter + accountFilter.size > filters.length) return;
      const id = readU128(view, filter + accountFilter.account_id);
      const read =
        what === 'row'
          ? `${countOf(count, 'row')} of its balances`
          : countOf(count, 'of its transfers', 'of its transfers');
      this.lives.tellOfAccount(id, now, `${this.#who(step)} read ${read}`);
    }
  }
}

/** The results of a create, if the client was told all of them. */
function resultsOf({ body }: LogStep, count: number): DataView | null {
  return body === null || body.length < count * createResult.size ? null : viewOf(body);
}

function idsAsked(body: Uint8Array): bigint[] {
  const view = viewOf(body);
  const size = payloadSize(body, 16) ?? 0;
  return Array.from({ length: size / 16 }, (_, index) => readU128(view, 16 * index));
}
