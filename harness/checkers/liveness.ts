import type { EventOf, HistoryEvent } from '../history.ts';
import { nodeCount, type Plan, requestCount } from '../plan.ts';
import type { Checker, Evidence } from './checker.ts';
import { EvidenceNotes } from './evidence-notes.ts';
import { type Contradiction, type Finding, fail, pass, unknown } from './findings.ts';
import type { FinalState } from './replica-lives.ts';
import { nameInvoke, requestKey } from './requests.ts';

const unit = 'requests';

/**
 * Sees whether requests are answered and replicas catch up once the faults are over; not how fast
 * before that. A request whose session the cluster ended has no answer to wait for.
 */
export const liveness: Checker = {
  name: 'liveness',
  about:
    'After healing, every request is answered within the bound and every replica catches up with ' +
    'the log.',
  property: 'liveness',
  check: (evidence) => excused(evidence.plan, checkLiveness(evidence)),
};

/** Under faults that no cluster has to survive, to stop is as good as to go on. */
function excused({ expect }: Plan, finding: Finding): Finding {
  if (expect !== 'do-not-lie' || finding.verdict !== 'fail') return finding;
  const { checked, why } = finding;
  return pass(checked, unit, `The cluster stopped, as it may under these faults. ${why}`);
}

function checkLiveness(evidence: Evidence): Finding {
  const { plan } = evidence;
  const { events } = evidence.history;
  const ending = endingOf(events);
  const answers = readAnswers(plan, events);
  const planned = requestCount(plan.workload.stages);
  if (answers.late) return fail(answers.count, unit, answers.late.why, answers.late.events);
  if (ending === 'interrupted') {
    const why = `The run was interrupted after ${answers.count} of ${planned} requests.`;
    return unknown(answers.count, unit, why);
  }
  if (ending === null) {
    return unknown(answers.count, unit, 'The history breaks off before the end of the run.');
  }
  const wrong =
    answers.unanswered ??
    neverSent(plan, events, planned) ??
    leftBehind(plan, EvidenceNotes.of(evidence).lives.final);
  if (wrong) return fail(answers.count, unit, wrong.why, wrong.events);
  if (ending === 'timeout') {
    const why = 'Every request was answered, but the cluster did not come to rest in time.';
    return fail(answers.count, unit, why, []);
  }
  return pass(
    answers.count,
    unit,
    planned === 0
      ? 'The plan has no requests, and all replicas ended at the same op.'
      : `All ${planned} requests came to an end in time, and all replicas ended at the same op.`,
  );
}

/** How the run ended; null where it did not. */
function endingOf(events: readonly HistoryEvent[]): 'end' | 'interrupted' | 'timeout' | null {
  for (let position = events.length - 1; position >= 0; position--) {
    const event = events[position];
    if (event?.kind !== 'phase') continue;
    const { phase } = event;
    if (phase === 'end' || phase === 'interrupted' || phase === 'timeout') return phase;
  }
  return null;
}

interface Answers {
  /** Requests that were answered, or whose session was ended. */
  readonly count: number;
  readonly late: Contradiction | null;
  readonly unanswered: Contradiction | null;
}

function readAnswers(plan: Plan, events: readonly HistoryEvent[]): Answers {
  const open = new Map<number, number>();
  let count = 0;
  let late: Contradiction | null = null;
  events.forEach((event, position) => {
    if (event.kind === 'invoke') {
      open.set(requestKey(event.session, event.request), position);
    } else if (event.kind === 'reply') {
      const key = requestKey(event.session, event.request);
      const invoke = open.get(key);
      if (invoke === undefined) return;
      open.delete(key);
      count += 1;
      late ??= lateness(plan, events, invoke, position);
    } else if (event.kind === 'evicted') {
      for (const [key, invoke] of open) {
        if ((events[invoke] as EventOf<'invoke'>).session !== event.session) continue;
        open.delete(key);
        count += 1;
      }
    }
  });
  return { count, late, unanswered: unansweredOf(plan, events, open) };
}

function lateness(
  plan: Plan,
  events: readonly HistoryEvent[],
  at: number,
  reply: number,
): Contradiction | null {
  const invoke = events[at] as EventOf<'invoke'>;
  const time = (events[reply] as EventOf<'reply'>).time;
  const from = Math.max(plan.healAt, invoke.due);
  if (time <= from + plan.livenessBound) return null;
  return {
    why:
      `${nameInvoke(plan, invoke)} was answered ${seconds(time - from)} after ` +
      `${from === invoke.due ? 'it was due' : 'healing'}; the plan allows ` +
      `${seconds(plan.livenessBound)}.`,
    events: [at, reply],
  };
}

function unansweredOf(
  plan: Plan,
  events: readonly HistoryEvent[],
  open: ReadonlyMap<number, number>,
): Contradiction | null {
  const [first] = open.values();
  if (first === undefined) return null;
  const others = open.size === 1 ? '' : `, and ${open.size - 1} more`;
  return {
    why: `${nameInvoke(plan, events[first] as EventOf<'invoke'>)} was never answered${others}.`,
    events: [first],
  };
}

/** The first request of the plan that no client ever handed over. */
function neverSent(
  plan: Plan,
  events: readonly HistoryEvent[],
  planned: number,
): Contradiction | null {
  const sent = plan.workload.stages.map(() => new Set<number>());
  for (const event of events) if (event.kind === 'invoke') sent[event.stage]?.add(event.index);
  let missing = planned;
  for (const indexes of sent) missing -= indexes.size;
  for (const [position, stage] of plan.workload.stages.entries()) {
    for (const [from, until] of stage.requests) {
      for (let index = from; index < until; index++) {
        if (sent[position]?.has(index)) continue;
        const others = missing > 1 ? `, nor were ${missing - 1} others` : '';
        const why = `Request ${index} of stage "${stage.name}" was never sent${others}.`;
        return { why, events: [] };
      }
    }
  }
  return null;
}

/** A replica that is not where the others are although all that was asked is answered. */
function leftBehind(plan: Plan, final: ReadonlyMap<number, FinalState>): Contradiction | null {
  const opMax = Math.max(0, ...[...final.values()].map((state) => state.op));
  for (let replica = 0; replica < nodeCount(plan.cluster); replica++) {
    const state = final.get(replica);
    if (state === undefined) {
      return { why: `Replica ${replica} was not up at the end of the run.`, events: [] };
    }
    if (state.op < opMax) {
      return {
        why: `Replica ${replica} had got to op ${state.op} at the end, but others to op ${opMax}.`,
        events: [state.position],
      };
    }
  }
  return null;
}

function seconds(span: number): string {
  return `${Math.round(span / 1_000_000) / 1000} s`;
}
