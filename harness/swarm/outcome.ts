import type { Failure } from '../failure.ts';
import type { ExitCode } from '../result.ts';

/** What one seed of a swarm came to. */
export interface Outcome {
  readonly seed: string;
  /** The run's exit code. */
  readonly exit: ExitCode;
  /** Who found it and what; null where the run passed. */
  readonly failure: Failure | null;
  /** The run's; null where it did not come to its end. */
  readonly fingerprint: string | null;
  readonly requests: number;
  readonly events: number;
  readonly faults: number;
  /** How long the cluster's clock ran, in nanoseconds. */
  readonly duration: number;
  /** Milliseconds of this machine. */
  readonly wall: number;
  /** The command that does the same again. */
  readonly reproduce: string;
}

/** Failures that look like one bug. */
export interface FailureGroup {
  readonly by: string;
  /** The sentence of the fastest, in which the others differ by numbers only. */
  readonly why: string;
  readonly seeds: readonly string[];
  /** Of those: the run that takes least time to fail again. */
  readonly fastest: Outcome;
}

/** What failed, grouped by who found it and the sentence without its numbers; most seeds first. */
export function groupFailures(outcomes: readonly Outcome[]): FailureGroup[] {
  const groups = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    if (outcome.failure === null) continue;
    const key = `${outcome.failure.by}: ${withoutNumbers(outcome.failure.why)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [outcome]);
    else group.push(outcome);
  }
  return [...groups.values()]
    .map((group) => groupOf(group))
    .toSorted((a, b) => b.seeds.length - a.seeds.length);
}

function groupOf(group: readonly Outcome[]): FailureGroup {
  const [fastest] = group.toSorted((a, b) => a.events - b.events || a.wall - b.wall) as [Outcome];
  const seeds = group.map(({ seed }) => seed);
  const { by = '', why = '' } = fastest.failure ?? {};
  return { by, why, seeds, fastest };
}

/** Numbers, ids and quoted values say where, not what. */
function withoutNumbers(sentence: string): string {
  return sentence.replaceAll(/\b[0-9a-f]{16,}\b/g, '#').replaceAll(/\d[\d,.]*/g, '#');
}
