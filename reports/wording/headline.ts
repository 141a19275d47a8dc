import type { Verdict } from '../../harness/checkers/checker.ts';
import type { History } from '../../harness/history.ts';
import type { Plan } from '../../harness/plan.ts';
import { exitCodes, type Result } from '../../harness/result.ts';
import { countOf, formatDuration, listOf, timeWord } from './quantities.ts';

/** The verdict in one word, and in one sentence. */
export interface Headline {
  readonly word: 'PASS' | 'FAIL' | 'UNKNOWN';
  readonly sentence: string;
  /** The checkers that are violated, in the order of the result. */
  readonly violated: readonly Verdict[];
}

const words = { pass: 'PASS', fail: 'FAIL', unknown: 'UNKNOWN' } as const;

export function headline(plan: Plan, history: History, result: Result): Headline {
  const violated = result.checkers.filter(({ verdict }) => verdict === 'fail');
  return {
    word: words[result.verdict],
    sentence: sentenceOf(plan, history, result, violated),
    violated,
  };
}

function sentenceOf(
  plan: Plan,
  history: History,
  result: Result,
  violated: readonly Verdict[],
): string {
  const panic = history.events.find((event) => event.kind === 'panic');
  const first = violated[0];
  if (first !== undefined) {
    const more = violated.length > 1 ? ` (and ${countOf(violated.length - 1, 'other')})` : '';
    return `${first.name} is violated${more}: ${first.why}`;
  }
  if (plan.expect === 'do-not-lie' && result.verdict === 'pass') return truthfulness(result);
  if (panic !== undefined) return `Replica ${panic.replica} stopped by itself: ${panic.message}`;
  if (result.verdict === 'fail') return otherFailure(result);
  if (result.exit === exitCodes.interrupted) return interruption(result);
  if (result.verdict === 'unknown') return doubt(history, result);
  return praise(plan, result);
}

function otherFailure(result: Result): string {
  if (result.exit === exitCodes.nondeterminism) return 'The same plan gave two histories.';
  if (result.exit === exitCodes.gate) return 'A performance gate was not met.';
  return `The run failed with exit code ${result.exit}.`;
}

function interruption(result: Result): string {
  const time = timeWord(result.cluster.kind);
  const after = `${formatDuration(result.duration)} of ${time} time`;
  return `Interrupted after ${after}: nothing is violated so far, but the run is not whole.`;
}

function doubt(history: History, result: Result): string {
  const undecided = result.checkers.filter(({ verdict }) => verdict === 'unknown');
  const names = listOf(undecided.map(({ name }) => name));
  const timedOut = history.events.some(
    (event) => event.kind === 'phase' && event.phase === 'timeout',
  );
  const why = timedOut ? ' The run was given up before its end.' : '';
  if (undecided.length === 0) return `Nothing is violated, but nothing is proved.${why}`;
  return `Nothing is violated, but ${names} cannot tell.${why}`;
}

/** More was broken than a cluster has to survive: it is enough that nothing is wrong. */
function truthfulness(result: Result): string {
  const undecided = result.checkers.filter(({ verdict }) => verdict === 'unknown');
  const holding = result.checkers.length - undecided.length;
  const replies = countOf(result.counts.replies, 'reply', 'replies');
  const held =
    `nothing is wrong that it answered: ${countOf(holding, 'checker')} ` +
    `${holding === 1 ? 'holds' : 'hold'} over ${replies}`;
  const { requests, replies: answered } = result.counts;
  const stopped = undecided.length > 0 || answered < requests;
  const begin = stopped
    ? `The cluster stopped under ${countOf(result.counts.faults, 'fault')}, as it may, and`
    : `The cluster recovered from ${countOf(result.counts.faults, 'fault')}, as it need not, and`;
  const rest =
    undecided.length === 0 ? '' : `; ${listOf(undecided.map(({ name }) => name))} cannot tell`;
  return `${begin} ${held}${rest}.`;
}

function praise(plan: Plan, result: Result): string {
  const struck = result.counts.faults;
  const under = struck > 0 ? `under ${countOf(struck, 'fault')}` : 'with no faults';
  const replies = countOf(result.counts.replies, 'reply', 'replies');
  const replicas = countOf(plan.cluster.replicas, 'replica');
  const checkers = countOf(result.checkers.length, 'checker');
  return `All ${checkers} hold over ${replies} from ${replicas} ${under}.`;
}
