import type { HistoryEvent } from '../history.ts';
import type { Checker, Evidence } from './checker.ts';
import type { CommitLog } from './commit-log.ts';
import { EvidenceNotes } from './evidence-notes.ts';
import { type Contradiction, type Finding, fail, neverMet, pass, unknown } from './findings.ts';
import { eventAt, nameAsker, type RequestIndex, requestKey } from './requests.ts';

const unit = 'replies';

/**
 * Sees every byte that a client was told. It uses the ledger that the replicas use, so it finds
 * what a replica, a disk or a session does wrong, not what the ledger means wrongly: for that there
 * are the expectations of the plan, conservation, and the recordings of a real server.
 */
export const model: Checker = {
  name: 'model',
  about:
    'Every reply is, byte for byte, what the ledger answers when the committed log is replayed, ' +
    'and every status is one that the plan allows.',
  property: 'safety',
  check: checkModel,
};

function checkModel(evidence: Evidence): Finding {
  const { commits, requests, walk } = EvidenceNotes.of(evidence);
  const replay = walk.model.follower;
  const { compared, expectations, digests } = replay;
  const gap = gapOf(commits, walk.missing);
  const unmatched = gap === null && compared < requests.replies.size;
  const wrong =
    commits.conflict ??
    walk.model.wrong ??
    (unmatched ? unexecuted(evidence.history.events, commits, requests) : null);
  if (wrong) return fail(compared, unit, wrong.why, wrong.events);
  if (gap !== null) return unknown(compared, unit, gap);
  if (compared === 0) return unknown(0, unit, 'No reply was there to be compared.');
  const finding = pass(
    compared,
    unit,
    `All ${compared} replies are what the ledger answers when the ${walk.ops} ops are replayed, ` +
      `${expectations} statuses are ones that the plan expects, and ${digests} final states are ` +
      "the ledger's.",
  );
  return { ...finding, vacuous: neverMet([[expectations, 'a status that the plan foretells']]) };
}

/** Why the log could not be replayed to its end, if it couldn't. */
function gapOf(log: CommitLog, missing: number | null): string | null {
  if (missing !== null) {
    return `Nobody executed op ${missing}, so replies after it cannot be judged.`;
  }
  if (log.ops.length > 0) return null;
  return 'The history tells of no commit, so there is nothing to replay.';
}

/** A reply to a request that is nowhere in the log. */
function unexecuted(
  events: readonly HistoryEvent[],
  log: CommitLog,
  index: RequestIndex,
): Contradiction | null {
  const executed = new Set<number>();
  for (const position of log.first.values()) {
    const { session, request } = eventAt(events, position, 'commit');
    if (session >= 0) executed.add(requestKey(session, request));
  }
  for (const [key, position] of index.replies) {
    if (executed.has(key)) continue;
    const reply = eventAt(events, position, 'reply');
    const why = `${nameAsker(reply)} was acknowledged at op ${reply.op}, but nobody executed it.`;
    return { why, events: [position] };
  }
  return null;
}
