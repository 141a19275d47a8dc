import { expect, test } from 'vitest';
import {
  decodeReply,
  decodeReplyBatches,
  decodeRequest,
  encodeBatch,
  readResultTimestamp,
  readStatus,
} from '../../harness/ledger/bodies.ts';
import { accountFlags, transferFlags as flags } from '../../harness/ledger/layouts.ts';
import { operationName, operations } from '../../harness/ledger/operations.ts';
import { createTransferStatus as status } from '../../harness/ledger/statuses.ts';
import { defaultsOf, type WorkloadKind } from '../../harness/workload.ts';
import { balancing } from '../../workloads/kinds/balancing.ts';
import { closing } from '../../workloads/kinds/closing.ts';
import { history } from '../../workloads/kinds/history.ts';
import { hotAccount } from '../../workloads/kinds/hot-account.ts';
import { imported } from '../../workloads/kinds/imported.ts';
import { invalid } from '../../workloads/kinds/invalid.ts';
import { mixed } from '../../workloads/kinds/mixed.ts';
import { queries } from '../../workloads/kinds/queries.ts';
import { retries } from '../../workloads/kinds/retries.ts';
import { twoPhase } from '../../workloads/kinds/two-phase.ts';
import { changesOf, Tally } from './status-tally.ts';
import { LedgerRun, type Placed, placedRequests } from './workload-run.ts';

const { balancing_debit: debits, balancing_credit: credits, pending } = flags;

/** A run of a workload on a ledger; `see` is shown every request and its reply. */
function run(
  kind: WorkloadKind,
  requests: number,
  see: (placed: Placed, reply: Uint8Array, ledger: LedgerRun) => void = () => {},
): LedgerRun {
  const parameters = defaultsOf(kind);
  const ledger = new LedgerRun(parameters['bodySizeMax'] as number);
  for (const placed of placedRequests(kind, 'purpose', parameters, requests)) {
    see(placed, ledger.commit(placed.request), ledger);
  }
  return ledger;
}

test('two-phase posts in full and in part', () => {
  const tally = new Tally();
  const amounts = new Map<bigint, bigint>();
  for (const change of changesOf(run(twoPhase, 500))) {
    const { type, transfer_amount: amount } = change;
    if (type === 1) amounts.set(change.transfer_id, amount);
    if (type !== 2) continue;
    const whole = amounts.get(change.transfer_pending_id) ?? 0n;
    tally.add(amount === whole ? 'in full' : amount === 0n ? 'nothing' : 'in part');
  }
  expect(tally.lacks(['in full', 'in part', 'nothing'], 30)).toEqual([]);
});

test('balancing moves all, a part and nothing, at once and pending', () => {
  const tally = new Tally();
  for (const change of changesOf(run(balancing, 500))) {
    const { transfer_flags: has, transfer_amount: amount } = change;
    if ((has & (debits | credits)) === 0) continue;
    tally.add(amount === 0n ? 'nothing' : 'something');
    tally.add((has & pending) === 0 ? 'at once' : 'pending');
    if ((has & debits) !== 0) tally.add('debit');
    if ((has & credits) !== 0) tally.add('credit');
    if ((has & debits) !== 0 && (has & credits) !== 0) tally.add('both');
  }
  const wanted = ['nothing', 'something', 'at once', 'pending', 'debit', 'credit', 'both'];
  expect(tally.lacks(wanted, 50)).toEqual([]);
});

test('closing closes accounts, which open again', () => {
  const tally = new Tally();
  const closed = new Map<bigint, boolean>();
  const accounts: bigint[] = [];
  run(closing, 200, ({ stage, request }, _, ledger) => {
    if (request.operation === operations.create_accounts && stage === 'accounts') {
      accounts.push(...decodeRequest('create_accounts', request.body).map(({ id }) => id));
    }
    if (stage !== 'load') return;
    const body = encodeBatch('lookup_accounts', accounts);
    const reply = ledger.commit({ operation: operations.lookup_accounts, body });
    for (const { id, flags } of decodeReply('lookup_accounts', reply)) {
      const isClosed = (flags & accountFlags.closed) !== 0;
      const before = closed.get(id);
      if (before !== undefined && before !== isClosed) tally.add(isClosed ? 'closed' : 'opened');
      closed.set(id, isClosed);
    }
  });
  expect(tally.lacks(['closed', 'opened'], 50)).toEqual([]);
});

test('imported meets moments at which there is an object of the other kind', () => {
  const tally = new Tally();
  const moments = { accounts: new Set<bigint>(), transfers: new Set<bigint>() };
  const latest = { accounts: 0n, transfers: 0n };
  run(imported, 1000, ({ stage, request }, reply) => {
    const { operation, body } = request;
    const isAccount = operation === operations.create_accounts;
    if (stage === 'load' || !(isAccount || operation === operations.create_transfers)) return;
    const [mine, other] = isAccount
      ? (['accounts', 'transfers'] as const)
      : (['transfers', 'accounts'] as const);
    const regress = isAccount ? 26 : status.imported_event_timestamp_must_not_regress;
    const events = decodeRequest(isAccount ? 'create_accounts' : 'create_transfers', body);
    events.forEach(({ timestamp }, event) => {
      const answer = readStatus(reply, event);
      if (answer === status.created) {
        const made = readResultTimestamp(reply, event);
        moments[mine].add(made);
        if (made > latest[mine]) latest[mine] = made;
      } else if (answer === regress && timestamp > latest[mine]) {
        if (moments[other].has(timestamp)) tally.add(mine);
      }
    });
  });
  expect(tally.lacks(['accounts', 'transfers'])).toEqual([]);
});

// Release 0.17.9 aborts where an imported event lies between its own moment of today and its
// batch's, and where an imported post or void finds a pending transfer that has a time-out.
test.each([imported, invalid, mixed])('$name imports nothing that aborts a real server', (kind) => {
  const tally = new Tally();
  const timeouts = new Map<bigint, number>();
  const { imported: imports, post_pending_transfer: posts, void_pending_transfer: voids } = flags;
  run(kind, 800, ({ request }, reply) => {
    const { operation, body } = request;
    if (operation === operations.create_accounts) {
      for (const event of decodeRequest('create_accounts', body)) {
        if ((event.flags & accountFlags.imported) !== 0) expectNotToday(event.timestamp);
      }
    }
    if (operation !== operations.create_transfers) return;
    for (const [i, event] of decodeRequest('create_transfers', body).entries()) {
      const created = readStatus(reply, i) === status.created;
      if (created) timeouts.set(event.id, event.timeout);
      if ((event.flags & imports) === 0) continue;
      expectNotToday(event.timestamp);
      if (!created || (event.flags & (posts | voids)) === 0) continue;
      expect(timeouts.get(event.pending_id)).toBe(0);
      tally.add('imported posts and voids');
    }
  });
  if (kind === imported) expect(tally.of('imported posts and voids')).toBeGreaterThan(20);
});

/** Long past, or out of reach. */
function expectNotToday(timestamp: bigint): void {
  const isPast = timestamp < 1_700_000_000_000_000_000n;
  expect(isPast || timestamp >= (1n << 63n) - 1n, `${timestamp}`).toBe(true);
}

test('retries come from other clients, too', () => {
  const tally = new Tally();
  const seen = new Map<string, number>();
  run(retries, 500, ({ stage, index, request }) => {
    if (stage !== 'load' || operationName(request.operation).startsWith('lookup')) return;
    const body = Buffer.from(request.body).toString('base64');
    const first = seen.get(body);
    if (first === undefined) seen.set(body, index);
    else tally.add(first % 4 === index % 4 ? 'same client' : 'another client');
  });
  expect(tally.lacks(['same client', 'another client'], 10)).toEqual([]);
});

test('nearly all transfers of hot-account touch a few accounts', () => {
  const counts = new Map<bigint, number>();
  let transfers = 0;
  for (const change of changesOf(run(hotAccount, 400))) {
    transfers += 1;
    for (const id of [change.debit_account_id, change.credit_account_id]) {
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  }
  // Of each of three ledgers two accounts.
  const hottest = [...counts.values()].toSorted((a, b) => b - a).slice(0, 6);
  expect(hottest.reduce((sum, count) => sum + count, 0)).toBeGreaterThan((transfers * 3) / 4);
});

test('history asks for balances at once, and for those of every account at the end', () => {
  const tally = new Tally();
  run(history, 300, ({ stage, request }, reply) => {
    if (request.operation !== operations.get_account_balances) return;
    const filters = decodeRequest('get_account_balances', request.body);
    const batches = decodeReplyBatches('get_account_balances', reply);
    batches.forEach((rows, i) => {
      const filter = filters[i]!;
      tally.add(`${stage} ${rows.length === 0 ? 'empty' : 'rows'}`);
      if (rows.length === 0) return;
      if (filter.user_data_128 !== 0n) tally.add('user_data_128');
      if (filter.user_data_64 !== 0n) tally.add('user_data_64');
      if (filter.user_data_32 !== 0) tally.add('user_data_32');
      if (filter.code !== 0) tally.add('code');
      if ((filter.flags & 4) !== 0) tally.add('reversed');
      if (rows.length === filter.limit) tally.add('limit');
    });
  });
  const filters = ['user_data_128', 'user_data_64', 'user_data_32', 'code', 'reversed', 'limit'];
  expect(tally.lacks(['load rows', ...filters])).toEqual([]);
  expect(tally.of('settle rows')).toBeGreaterThan(40);
});

test.each([
  'get_account_transfers',
  'get_account_balances',
  'query_accounts',
  'query_transfers',
] as const)('queries asks %s in every way', (name) => {
  const tally = new Tally();
  run(queries, 600, ({ stage, request }, reply) => {
    if (stage !== 'load' || request.operation !== operations[name]) return;
    const filters = decodeRequest(name, request.body);
    const batches: readonly unknown[][] = decodeReplyBatches(name, reply);
    if (batches.length > 1) tally.add('several batches');
    batches.forEach((rows, i) => {
      const { flags, limit, timestamp_min: from, timestamp_max: until, code } = filters[i]!;
      const reversed = name.startsWith('query') ? 1 : 4;
      if (rows.length === 0) tally.add('no rows');
      if (rows.length > 1) tally.add((flags & reversed) === 0 ? 'ascending' : 'reversed');
      if (rows.length > 0 && rows.length === limit) tally.add('the limit');
      if (rows.length > 0 && code !== 0) tally.add('a code');
      if (from !== 0n || until !== 0n) tally.add('a range');
    });
  });
  const ways = ['no rows', 'ascending', 'reversed', 'the limit', 'a range', 'several batches'];
  expect(tally.lacks([...ways, 'a code'])).toEqual([]);
});
