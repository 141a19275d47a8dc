import { checkers } from '../checkers/catalogue.ts';
import type { Evidence } from '../checkers/checker.ts';
import { fingerprint } from '../history/fingerprint.ts';
import { judge } from '../judge.ts';
import type { Result } from '../result.ts';
import type { ChosenWorkload } from './chosen-workload.ts';
import { confirmRequests } from './confirm-requests.ts';
import { packageVersion } from './package-version.ts';

export interface Assessment {
  readonly evidence: Evidence;
  readonly chosen: ChosenWorkload;
  readonly reproduce: string;
  /** How long the run took on this machine. */
  readonly seconds: number;
  /** The history's, where it is known already: it costs as much as a checker. */
  readonly fingerprint?: string;
}

/**
 * Judges a history, and measures how long that takes.
 * @throws OperatingError where a workload that a user wrote asks for something else every time
 */
export function assess({
  evidence,
  chosen,
  reproduce,
  seconds,
  fingerprint: known,
}: Assessment): Result {
  const begin = performance.now();
  confirmRequests(evidence, chosen);
  const result = judge({
    evidence,
    checkers: [...checkers, ...chosen.checkers],
    fingerprint: known ?? fingerprint(evidence.history),
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
