import type { Account, Transfer } from '../../harness/ledger/records.ts';
import type { Books } from './books.ts';
import { type AccountStatus, createAccount } from './create-account.ts';
import { createTransfer, type TransferStatus, transientStatuses } from './create-transfer.ts';
import { accountFlag, has, transferFlag } from './flags.ts';
import { checkTimestamp, ServerAborts } from './imported.ts';

export interface Created<Status> {
  status: Status;
  timestamp: bigint;
}

/** What a batch itself refuses, be it of accounts or of transfers. */
type BatchStatus = AccountStatus & TransferStatus;

interface Event {
  readonly id: bigint;
  readonly flags: number;
  readonly timestamp: bigint;
}

/** What creating is like for a kind of object. */
interface Kind<Each extends Event, Status> {
  readonly flag: typeof accountFlag | typeof transferFlag;
  readonly create: (books: Books, event: Each, now: bigint) => Status;
  readonly stored: (books: Books, id: bigint) => Event;
}

export function createAccounts(
  books: Books,
  events: readonly Account[],
  timestamp: bigint,
): Created<AccountStatus>[] {
  return createBatch<Account, AccountStatus>(books, events, timestamp, {
    flag: accountFlag,
    create: createAccount,
    stored: (each, id) => each.account(id),
  });
}

export function createTransfers(
  books: Books,
  events: readonly Transfer[],
  timestamp: bigint,
): Created<TransferStatus>[] {
  return createBatch<Transfer, TransferStatus>(books, events, timestamp, {
    flag: transferFlag,
    create: (each, event, now) => {
      const status = createTransfer(each, event, now);
      if (transientStatuses.has(status)) each.failedIds.add(event.id);
      return status;
    },
    stored: (each, id) => each.transfer(id),
  });
}

/**
 * One event after the other, chains as a whole: from the first linked event to the first that is
 * not linked, all are created or none is. The last event has the batch's timestamp, each before it
 * one nanosecond less.
 */
function createBatch<Each extends Event, Status extends string>(
  books: Books,
  events: readonly Each[],
  timestamp: bigint,
  kind: Kind<Each, Status>,
): Created<Status | BatchStatus>[] {
  const results: Created<Status | BatchStatus>[] = [];
  let chain: { first: number; before: Books; broken: boolean } | null = null;
  for (const [index, event] of events.entries()) {
    const isLast = index === events.length - 1;
    const isLinked = has(event, kind.flag.linked);
    const now = timestamp - BigInt(events.length - 1 - index);
    if (isLinked) chain ??= { first: index, before: books.copy(), broken: false };

    let result: Created<Status | BatchStatus>;
    if (isLinked && isLast) result = { status: 'linked_event_chain_open', timestamp: now };
    else if (chain?.broken) result = { status: 'linked_event_failed', timestamp: now };
    else result = createEvent(books, event, events[0] as Each, timestamp, now, kind);
    results.push(result);

    if (chain !== null && !chain.broken && result.status !== 'created') {
      chain.broken = true;
      books.rollBack(chain.before);
      for (const earlier of results.slice(chain.first, index)) {
        earlier.status = 'linked_event_failed';
      }
    }
    if (!isLinked) chain = null;
  }
  return results;
}

/** Created and existing objects are answered with their own timestamp. */
function createEvent<Each extends Event, Status extends string>(
  books: Books,
  event: Each,
  first: Each,
  batchTimestamp: bigint,
  now: bigint,
  kind: Kind<Each, Status>,
): Created<Status | BatchStatus> {
  const batchIsImported = has(first, kind.flag.imported);
  const wrong = checkTimestamp(event, kind.flag, batchIsImported, batchTimestamp);
  if (wrong !== null) return { status: wrong, timestamp: now };
  const isImported = has(event, kind.flag.imported);
  const status = kind.create(books, isImported ? event : { ...event, timestamp: now }, now);
  if (status === 'created' && isImported && event.timestamp >= now) {
    throw new ServerAborts("an imported timestamp between the event's own and the batch's");
  }
  const isThere = status === 'created' || status === 'exists';
  return { status, timestamp: isThere ? kind.stored(books, event.id).timestamp : now };
}
