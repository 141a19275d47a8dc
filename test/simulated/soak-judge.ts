import { fastChecksumHex } from '../../harness/fast-checksum.ts';
import type { History, HistoryEvent } from '../../harness/history.ts';

type Kind<K extends HistoryEvent['kind']> = HistoryEvent & { kind: K };

/** What is wrong with a finished run, in sentences; nothing where it is as it should be. */
export function complaints({ events, bytes }: History): string[] {
  const found: string[] = [];
  const commits = new Map<number, Kind<'commit'>>();
  for (const event of events) {
    if (event.kind === 'panic') found.push(`replica ${event.replica}: ${event.message}`);
    if (event.kind !== 'commit') continue;
    const before = commits.get(event.op);
    if (before === undefined) commits.set(event.op, event);
    else if (textOf(before) !== textOf(event)) {
      found.push(`op ${event.op} is ${textOf(before)} and then ${textOf(event)}`);
    }
  }
  for (const event of events) {
    if (event.kind !== 'reply') continue;
    const commit = commits.get(event.op);
    const checksum = fastChecksumHex(bytes.subarray(event.offset, event.offset + event.size));
    const same =
      commit?.session === event.session &&
      commit.request === event.request &&
      commit.timestamp === event.timestamp &&
      commit.reply === checksum;
    if (!same) found.push(`session ${event.session} request ${event.request} was not committed`);
  }
  return [...found, ...endComplaints(events)];
}

function endComplaints(events: readonly HistoryEvent[]): string[] {
  const found: string[] = [];
  const digests = events.filter((event): event is Kind<'digest'> => event.kind === 'digest');
  const ends = new Set(digests.map(({ op, digest }) => `${op} ${digest}`));
  if (ends.size !== 1) found.push(`replicas end in ${[...ends].join(', ')}`);
  const lastReply = Math.max(0, ...events.map((event) => (event.kind === 'reply' ? event.op : 0)));
  if (digests.some(({ op }) => op < lastReply)) found.push(`op ${lastReply} was lost at the end`);
  const last = events.at(-1);
  if (last?.kind !== 'phase' || last.phase !== 'end') found.push('the run did not come to its end');
  return found;
}

function textOf({ session, request, operation, timestamp, reply }: Kind<'commit'>): string {
  return `${session}/${request} operation ${operation} at ${timestamp}: ${reply}`;
}
