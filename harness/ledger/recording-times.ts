import type { RequestName } from './bodies.ts';
import type { RecordedRequest, RecordingScenario } from './recording-lines.ts';
import { createAccountStatus, createTransferStatus } from './statuses.ts';

/** The year 2116: no recording is of later, and what claims to be must not use up the clock. */
const timestampEnd = 1n << 62n;

export function isCreate(name: RequestName): boolean {
  return name === 'create_accounts' || name === 'create_transfers';
}

/**
 * The timestamp of a recorded request, above `previous`. Event i of n creates has the batch's
 * timestamp - n + 1 + i, so any result tells it, unless it carries the timestamp of an object:
 * where something exists already, or was imported. Where results contradict one another, most of
 * them are believed and the others will differ. Where no result tells it, any will do that is above
 * all before and all imported.
 */
export function batchTimestamp(request: RecordedRequest, previous: bigint): bigint {
  if (!isCreate(request.name)) return previous + 1n;
  const isAccounts = request.name === 'create_accounts';
  const exists = isAccounts ? createAccountStatus.exists : createTransferStatus.exists;
  const count = BigInt(request.events.length);
  const votes = new Map<bigint, number>();
  let above = previous;
  for (const [index, event] of request.events.entries()) {
    const result = request.results[index];
    const own = (event['timestamp'] as bigint | undefined) ?? 0n;
    if (own > above && own < timestampEnd) above = own;
    if (result === undefined || result['status'] === exists || result['timestamp'] === own)
      continue;
    const timestamp = (result['timestamp'] as bigint) + count - 1n - BigInt(index);
    if (timestamp - count < previous || timestamp >= timestampEnd) continue;
    votes.set(timestamp, (votes.get(timestamp) ?? 0) + 1);
  }
  let elected = above + count + 1n;
  let most = 0;
  for (const [timestamp, of] of votes) {
    if (of > most) {
      elected = timestamp;
      most = of;
    }
  }
  return elected;
}

/**
 * The timestamps of those pulses that a later reply with change events tells of: transfers that
 * expire in one pulse have timestamps in succession, up to the pulse's own.
 */
export function expiryPulses(scenario: RecordingScenario): bigint[] {
  const expiredType = 4;
  const expiries = new Set<bigint>();
  for (const line of scenario.lines) {
    if (line.kind !== 'request' || line.name !== 'get_change_events') continue;
    for (const result of line.results) {
      if (result['type'] === expiredType) expiries.add(result['timestamp'] as bigint);
    }
  }
  return [...expiries]
    .filter((timestamp) => !expiries.has(timestamp + 1n))
    .toSorted((a, b) => (a < b ? -1 : 1));
}
