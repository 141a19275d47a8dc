import type { History, HistoryEvent } from '../../harness/history.ts';
import { exitCodes, type Result } from '../../harness/result.ts';
import { second } from '../../harness/time.ts';
import { type MadeUpRun, madeUpRun } from './made-up-run.ts';

// Runs that did not end well, each made from the same good one.

/** What someone might call a run, to see whether it gets out of where it is shown. */
export const hostile = '</title><script>alert(1)</script>"\'`|*\u001b[31m\u0000\ud800&';

/** The model disagrees, one checker cannot tell, and a replica panicked before. */
export function failedRun(): MadeUpRun {
  const { plan, history, result } = madeUpRun(300);
  const reply = history.events.findIndex((event) => event.kind === 'reply');
  const crash = history.events.findIndex((event) => event.kind === 'crash');
  const checkers = result.checkers.map((verdict) => {
    if (verdict.name === 'model') {
      const why = 'The reply to request 7 of session 2 says created where the model says exists.';
      return { ...verdict, verdict: 'fail' as const, why, events: [reply, crash] };
    }
    if (verdict.name !== 'durability') return verdict;
    const why = 'The last look at the accounts is missing.';
    return { ...verdict, verdict: 'unknown' as const, checked: 0, why };
  });
  return { plan, history, result: { ...result, verdict: 'fail', exit: 1, checkers } };
}

function panickedRun(): MadeUpRun {
  const { plan, history, result } = madeUpRun(300);
  const time = 40 * second;
  const panic: HistoryEvent = {
    time,
    kind: 'panic',
    replica: 2,
    message: 'commit 17 < commit_max 18',
  };
  const events = [...history.events, panic].toSorted((a, b) => a.time - b.time);
  const end: Partial<Result> = { verdict: 'fail', exit: exitCodes.crashed };
  return { plan, history: { ...history, events }, result: { ...result, ...end } };
}

/** Broken off after a few events. */
function interruptedRun(): MadeUpRun {
  const time = 3 * second;
  const run = cutAt(madeUpRun(300), time, 'interrupted');
  const checkers = run.result.checkers.map((verdict) => ({
    ...verdict,
    verdict: 'unknown' as const,
    checked: 0,
    why: 'The run was interrupted.',
  }));
  const end = { verdict: 'unknown', exit: exitCodes.interrupted } as const;
  return { ...run, result: { ...run.result, ...end, checkers, duration: time } };
}

/** Everything was asked and nothing answered. */
function unansweredRun(): MadeUpRun {
  const { plan, history, result } = madeUpRun(50);
  const events = history.events.filter(
    ({ kind }) => kind !== 'reply' && kind !== 'commit' && kind !== 'fault' && kind !== 'fault-end',
  );
  return {
    plan: { ...plan, faults: [] },
    history: { events, bytes: new Uint8Array(0) },
    result: {
      ...result,
      verdict: 'fail',
      exit: exitCodes.liveness,
      checkers: result.checkers.map((verdict) =>
        verdict.name === 'liveness'
          ? { ...verdict, verdict: 'fail', why: '50 requests were never answered.' }
          : verdict,
      ),
      counts: { ...result.counts, replies: 0, unanswered: 50, faults: 0, createStatuses: {} },
      neverExercised: { operations: [], statuses: [], faults: [], protocol: [], checks: [] },
    },
  };
}

/** A history without a single event: the run was broken off before it began. */
function emptyRun(): MadeUpRun {
  const { plan, result } = unansweredRun();
  const counts = { ...result.counts, requests: 0, unanswered: 0, events: 0, ops: 0 };
  return {
    plan,
    history: { events: [], bytes: new Uint8Array(0) },
    result: {
      ...result,
      verdict: 'unknown',
      exit: exitCodes.interrupted,
      checkers: [],
      counts,
      duration: 0,
    },
  };
}

function singleRequestRun(): MadeUpRun {
  return madeUpRun(1);
}

export function hostileRun(): MadeUpRun {
  const { plan, history, result } = failedRun();
  const checkers = result.checkers.map((verdict) => ({
    ...verdict,
    name: `${verdict.name}${hostile}`,
    unit: hostile,
    why: hostile,
  }));
  const stages = plan.workload.stages.map((stage) => ({ ...stage, name: hostile }));
  const events = history.events.map((event): HistoryEvent => {
    if (event.kind === 'fault') return { ...event, target: hostile };
    return event.kind === 'phase' ? { ...event, stage: hostile } : event;
  });
  const workload = { ...plan.workload, stages, parameters: { [hostile]: hostile } };
  return {
    plan: { ...plan, seed: hostile, workload },
    history: { ...history, events },
    result: {
      ...result,
      seed: hostile,
      workload: hostile,
      reproduce: `vivarium run --seed ${hostile}`,
      neverExercised: {
        operations: [hostile],
        statuses: [hostile],
        faults: [hostile],
        protocol: [hostile],
        checks: [{ checker: hostile, condition: hostile }],
      },
      checkers,
      counts: { ...result.counts, createStatuses: { [`${hostile}.${hostile}`]: 3 } },
    },
  };
}

export const everyEnd: Readonly<Record<string, () => MadeUpRun>> = {
  'a run that passed': () => madeUpRun(600),
  'a run that failed': failedRun,
  'a run whose replica panicked': panickedRun,
  'an interrupted run': interruptedRun,
  'a run without a reply': unansweredRun,
  'a run without an event': emptyRun,
  'a run of one request': singleRequestRun,
  'a run with hostile names': hostileRun,
};

function cutAt(
  { plan, history, result }: MadeUpRun,
  time: number,
  phase: 'interrupted',
): MadeUpRun {
  const events: HistoryEvent[] = [
    ...history.events.filter((event) => event.time < time),
    { time, kind: 'phase', phase, stage: '' },
  ];
  const cut: History = { events, bytes: history.bytes };
  const having = (kind: HistoryEvent['kind']): number =>
    events.filter((event) => event.kind === kind).length;
  const counts = {
    ...result.counts,
    requests: having('invoke'),
    replies: having('reply'),
    unanswered: having('invoke') - having('reply'),
    faults: having('fault'),
    crashes: 0,
    viewChanges: 0,
    createStatuses: { 'create_transfers.created': 31, 'create_transfers.exists': 2 },
  };
  return { plan, history: cut, result: { ...result, counts } };
}
