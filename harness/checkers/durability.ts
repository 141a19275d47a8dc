import type { EventOf, HistoryEvent } from '../history.ts';
import type { Checker, Evidence } from './checker.ts';
import { type CommitLog, missingOp } from './commit-log.ts';
import { EvidenceNotes } from './evidence-notes.ts';
import { type Contradiction, type Finding, fail, pass, unknown } from './findings.ts';
import type { ReplicaLives } from './replica-lives.ts';
import { eventAt, nameAsker } from './requests.ts';

const unit = 'acknowledged requests';

/**
 * Sees whether what was acknowledged is in the log that the replicas ended with, and what it
 * created in later look-ups; not whether the reply was right.
 */
export const durability: Checker = {
  name: 'durability',
  about:
    'Nothing that was acknowledged is ever lost: it stays in the log at its op, through crashes ' +
    'and view changes, and what it created is found by every look-up after it. No replica promises ' +
    'another what a crash would undo.',
  property: 'safety',
  check: checkDurability,
};

function checkDurability(evidence: Evidence): Finding {
  const { events } = evidence.history;
  const { commits: log, lives, requests, walk } = EvidenceNotes.of(evidence);
  const checked = requests.replies.size;
  const wrong =
    brokenPromise(evidence) ??
    log.conflict ??
    neverExecuted(events, log) ??
    missing(events, log) ??
    lostAtTheEnd(events, lives) ??
    walk.objects.follower.lost;
  if (wrong) return fail(checked, unit, wrong.why, wrong.events);
  if (checked === 0) return unknown(0, unit, 'Nothing was acknowledged, so nothing could be lost.');
  if (log.ops.length === 0) {
    return unknown(checked, unit, 'The history tells of no commit, so there is no log to look in.');
  }
  const beyond = beyondAnyState(events, lives);
  if (beyond) return unknown(checked, unit, beyond.why, beyond.events);
  return pass(
    checked,
    unit,
    `All ${checked} acknowledged requests are in the log of the replicas at the end, each at the ` +
      'op that its reply named, and look-ups found what they had created.',
  );
}

/** It loses something as soon as the replica crashes, whether this run shows that or not. */
function brokenPromise({ plan, history: { events } }: Evidence): Contradiction | null {
  // Beyond the budget disks may lie, and then replicas know no better.
  if (plan.expect === 'do-not-lie') return null;
  const position = events.findIndex(({ kind }) => kind === 'broken-promise');
  if (position < 0) return null;
  const { replica, promise } = events[position] as EventOf<'broken-promise'>;
  return { why: `Replica ${replica} ${promise}.`, events: [position] };
}

/** A reply whose op was executed as something else, or by nobody. */
function neverExecuted(events: readonly HistoryEvent[], log: CommitLog): Contradiction | null {
  if (log.ops.length === 0) return null;
  for (let position = 0; position < events.length; position++) {
    const reply = events[position] as HistoryEvent;
    if (reply.kind !== 'reply') continue;
    const first = log.first.get(reply.op);
    if (first === undefined) {
      return {
        why: `${nameAsker(reply)} was acknowledged at op ${reply.op}, which nobody executed.`,
        events: [position],
      };
    }
    const commit = eventAt(events, first, 'commit');
    if (commit.session !== reply.session || commit.request !== reply.request) {
      return {
        why:
          `${nameAsker(reply)} was acknowledged at op ${reply.op}, but replica ` +
          `${commit.replica} executed ${nameAsker(commit)} there.`,
        events: [first, position],
      };
    }
  }
  return null;
}

function missing(events: readonly HistoryEvent[], log: CommitLog): Contradiction | null {
  const op = missingOp(log);
  if (op === null) return null;
  const next = log.ops.find((later) => later > op) as number;
  const position = log.first.get(next) as number;
  const { replica } = eventAt(events, position, 'commit');
  return {
    why: `Replica ${replica} executed op ${next}, but nobody executed op ${op} before it.`,
    events: [position],
  };
}

/** A replica, or at a settled end all of them, without what was acknowledged. */
function lostAtTheEnd(events: readonly HistoryEvent[], lives: ReplicaLives): Contradiction | null {
  for (const [replica, state] of lives.final) {
    const life = lives.last.get(replica);
    if (life !== undefined && life.opLast !== state.op) {
      return {
        why:
          `Replica ${replica} ended at op ${state.op}, but the last op that it executed since it ` +
          `started is op ${life.opLast}.`,
        events: [life.commitLast, state.position],
      };
    }
  }
  const ended = events.some((event) => event.kind === 'phase' && event.phase === 'end');
  return ended ? beyondAnyState(events, lives) : null;
}

/** The acknowledged op that no replica had reached at the end. */
function beyondAnyState(
  events: readonly HistoryEvent[],
  lives: ReplicaLives,
): Contradiction | null {
  let highest = -1;
  events.forEach((event, position) => {
    if (event.kind !== 'reply') return;
    if (highest < 0 || event.op > eventAt(events, highest, 'reply').op) highest = position;
  });
  if (highest < 0) return null;
  const reply = eventAt(events, highest, 'reply');
  const states = [...lives.final.values()];
  if (states.length === 0) {
    return { why: 'No replica left its state at the end, so none can be asked.', events: [] };
  }
  const ahead = states.reduce((best, state) => (state.op > best.op ? state : best));
  if (ahead.op >= reply.op) return null;
  return {
    why:
      `${nameAsker(reply)} was acknowledged at op ${reply.op}, but no replica got further than ` +
      `op ${ahead.op} at the end.`,
    events: [highest, ahead.position],
  };
}
