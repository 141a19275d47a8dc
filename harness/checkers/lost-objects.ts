import { account, createResult, transfer } from '../ledger/layouts.ts';
import { operations } from '../ledger/operations.ts';
import { createAccountStatus, createTransferStatus } from '../ledger/statuses.ts';
import { type Acknowledged, acknowledgedOf } from './acknowledged.ts';
import { payloadSize, readU128, viewOf } from './batches.ts';
import type { Evidence } from './checker.ts';
import type { Contradiction } from './findings.ts';
import { indexRequests, nameInvoke, type RequestIndex } from './requests.ts';

/** A look-up that did not find an id that it was asked for. */
interface Miss {
  readonly op: number;
  readonly replyPosition: number;
  readonly name: string;
}

interface Kind {
  readonly name: 'account' | 'transfer';
  readonly lookup: number;
  readonly create: number;
  readonly recordSize: number;
  readonly flags: number;
  readonly created: number;
  readonly exists: number;
}

const kinds: readonly Kind[] = [
  {
    name: 'account',
    lookup: operations.lookup_accounts,
    create: operations.create_accounts,
    recordSize: account.size,
    flags: account.flags,
    created: createAccountStatus.created,
    exists: createAccountStatus.exists,
  },
  {
    name: 'transfer',
    lookup: operations.lookup_transfers,
    create: operations.create_transfers,
    recordSize: transfer.size,
    flags: transfer.flags,
    created: createTransferStatus.created,
    exists: createTransferStatus.exists,
  },
];

const idSize = 16;

/**
 * An account or transfer that was acknowledged as created, and that a look-up later in the log did
 * not find. Keeps only what look-ups missed: mostly ids that never were.
 */
export function findLostObject(evidence: Evidence): Contradiction | null {
  const index = indexRequests(evidence.history.events);
  for (const kind of kinds) {
    const misses = readMisses(evidence, index, kind);
    if (misses.size === 0) continue;
    for (const creation of acknowledgedOf(evidence, index, new Set([kind.create]))) {
      const lost = missAfter(evidence, kind, creation, misses);
      if (lost) return lost;
    }
  }
  return null;
}

/** For each id that was missed, the miss that stands last in the log. */
function readMisses(evidence: Evidence, index: RequestIndex, kind: Kind): Map<bigint, Miss> {
  const misses = new Map<bigint, Miss>();
  for (const lookup of acknowledgedOf(evidence, index, new Set([kind.lookup]))) {
    for (const id of missedBy(lookup, kind)) {
      const before = misses.get(id);
      if (before !== undefined && before.op > lookup.op) continue;
      const name = nameInvoke(evidence.plan, lookup.invoke);
      misses.set(id, { op: lookup.op, replyPosition: lookup.replyPosition, name });
    }
  }
  return misses;
}

/** Look-ups answer in the order of their ids, and leave out what they do not find. */
function missedBy(lookup: Acknowledged, kind: Kind): bigint[] {
  const found = payloadSize(lookup.reply, kind.recordSize) ?? 0;
  const asked = viewOf(lookup.request.body);
  const records = viewOf(lookup.reply);
  const missed: bigint[] = [];
  let record = 0;
  for (let event = 0; event < lookup.request.events; event++) {
    const id = readU128(asked, event * idSize);
    if (record < found && readU128(records, record) === id) record += kind.recordSize;
    else missed.push(id);
  }
  return missed;
}

/**
 * Whether a status proves that the object is there for good. `exists` breaks a chain, and what it
 * found may have been created by that very chain, and have gone with it.
 */
function stays(kind: Kind, events: DataView, event: number, status: number): boolean {
  if (status === kind.created) return true;
  if (status !== kind.exists) return false;
  const linked = (of: number): boolean =>
    of >= 0 && (events.getUint16(of * kind.recordSize + kind.flags, true) & 1) === 1;
  return !linked(event) && !linked(event - 1);
}

function missAfter(
  evidence: Evidence,
  kind: Kind,
  creation: Acknowledged,
  misses: ReadonlyMap<bigint, Miss>,
): Contradiction | null {
  const events = viewOf(creation.request.body);
  const results = viewOf(creation.reply);
  for (let event = 0; event < creation.request.events; event++) {
    const at = event * createResult.size + createResult.status;
    if (at + 4 > results.byteLength) continue;
    if (!stays(kind, events, event, results.getUint32(at, true))) continue;
    const id = readU128(events, event * kind.recordSize);
    const miss = misses.get(id);
    if (miss === undefined || miss.op < creation.op) continue;
    return {
      why:
        `${nameInvoke(evidence.plan, creation.invoke)} was told at op ${creation.op} that ` +
        `${kind.name} ${id} exists, but ${miss.name} did not find it at op ${miss.op}.`,
      events: [creation.replyPosition, miss.replyPosition],
    };
  }
  return null;
}
