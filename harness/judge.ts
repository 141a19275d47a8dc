import { checkAll, shareable } from './checkers/catalogue.ts';
import type { Checker, Evidence, Truth, Verdict } from './checkers/checker.ts';
import type { HistoryEvent, PhaseEvent } from './history.ts';
import { neverExercised } from './never-exercised.ts';
import { type ExitCode, exitCodePrecedence, exitCodes, type Result } from './result.ts';
import { count } from './tally.ts';

export interface JudgeOptions {
  readonly evidence: Evidence;
  readonly checkers: readonly Checker[];
  readonly fingerprint: string;
  readonly reproduce: string;
  readonly versions: Result['versions'];
  readonly wall: Result['wall'];
}

/** What a run came to: every checker's verdict, and the exit code that follows from all of them. */
export function judge(options: JudgeOptions): Result {
  const evidence = shareable(options.evidence);
  const { plan, history } = evidence;
  const verdicts = checkAll(evidence, options.checkers);
  const exit = exitOf(evidence, options.checkers, verdicts);
  const counts = count(evidence);
  return {
    vivarium: 'result',
    version: 2,
    verdict: truthOf(exit),
    exit,
    seed: plan.seed,
    fingerprint: options.fingerprint,
    cluster: { kind: plan.cluster.kind, replicas: plan.cluster.replicas },
    workload: plan.workload.name,
    checkers: verdicts,
    counts,
    neverExercised: neverExercised(evidence, counts, verdicts),
    duration: history.events.at(-1)?.time ?? 0,
    reproduce: options.reproduce,
    versions: options.versions,
    wall: options.wall,
  };
}

function exitOf(
  { plan, history: { events } }: Evidence,
  checkers: readonly Checker[],
  verdicts: readonly Verdict[],
): ExitCode {
  // To stop is the right thing to do where more is broken than can be survived; then nobody can be
  // asked at the end, and only what was answered before can be wrong.
  const mayStop = plan.expect === 'do-not-lie';
  const stopped = mayStop && lastPhase(events) === 'timeout';
  const counted = stopped ? verdicts.filter(({ verdict }) => verdict !== 'unknown') : verdicts;
  const codes = new Set<ExitCode>(counted.map((verdict) => codeOf(checkers, verdict)));
  // Where nobody was asked, nobody can tell.
  if (counted.length === 0) codes.add(exitCodes.unknown);
  if (!mayStop && events.some((event) => event.kind === 'panic')) codes.add(exitCodes.crashed);
  const interrupted = events.some(
    (event) => event.kind === 'phase' && event.phase === 'interrupted',
  );
  const worst = exitCodePrecedence.find((code) => codes.has(code));
  // An interruption explains what is unknown, but excuses nothing that is violated.
  if (interrupted && (worst === undefined || worst === exitCodes.unknown)) {
    return exitCodes.interrupted;
  }
  return worst ?? exitCodes.pass;
}

function lastPhase(events: readonly HistoryEvent[]): PhaseEvent['phase'] | null {
  const last = events.findLast((event) => event.kind === 'phase');
  return last?.phase ?? null;
}

function codeOf(checkers: readonly Checker[], verdict: Verdict): ExitCode {
  if (verdict.verdict === 'pass') return exitCodes.pass;
  if (verdict.verdict === 'unknown') return exitCodes.unknown;
  const checker = checkers.find(({ name }) => name === verdict.name);
  return checker?.property === 'liveness' ? exitCodes.liveness : exitCodes.safety;
}

function truthOf(exit: ExitCode): Truth {
  if (exit === exitCodes.pass) return 'pass';
  return exit === exitCodes.unknown || exit === exitCodes.interrupted ? 'unknown' : 'fail';
}
