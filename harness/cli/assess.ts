import type { Checker, Evidence } from '../checkers/checker.ts';
import { fingerprint } from '../history/fingerprint.ts';
import { judge } from '../judge.ts';
import type { Result } from '../result.ts';
import { packageVersion } from './package-version.ts';

export interface Assessment {
  readonly evidence: Evidence;
  readonly checkers: readonly Checker[];
  readonly reproduce: string;
  /** How long the run took on this machine. */
  readonly seconds: number;
}

/** Judges a history, and measures how long that takes. */
export function assess({ evidence, checkers, reproduce, seconds }: Assessment): Result {
  const begin = performance.now();
  const result = judge({
    evidence,
    checkers,
    fingerprint: fingerprint(evidence.history),
    reproduce,
    versions: { vivarium: packageVersion(), node: process.versions.node },
    wall: { run: seconds, check: 0 },
  });
  return { ...result, wall: { run: rounded(seconds), check: rounded(elapsed(begin)) } };
}

function elapsed(begin: number): number {
  return (performance.now() - begin) / 1000;
}

function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
