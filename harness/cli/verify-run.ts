import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { Verdict } from '../checkers/checker.ts';
import { formatCount } from '../count-text.ts';
import { fingerprint } from '../history/fingerprint.ts';
import type { ExitCode, Result } from '../result.ts';
import { readHistory, readResult, runFiles } from '../store.ts';
import { assess } from './assess.ts';
import type { Output } from './output.ts';
import { readPlanAndWorkload } from './read-plan.ts';
import { replayCommandOf } from './reproduction.ts';
import { usageError } from './usage.ts';

/** What the checkers say of a recorded run today. */
export interface RunReport {
  readonly folder: string;
  readonly verdict: Result['verdict'];
  readonly exit: ExitCode;
  readonly seed: string;
  readonly fingerprint: string;
  /** Null where the run was broken off before its result was written. */
  readonly recordedFingerprint: string | null;
  readonly checkers: readonly Verdict[];
}

/** @throws OperatingError where the folder lacks something, or its parts do not belong together. */
export async function verifyRun(folder: string): Promise<RunReport> {
  // What a long history takes lies in array buffers. Left to grow, the young generation would add
  // a tenth to it, for a few hundredths less time.
  setFlagsFromString('--semi-space-growth-factor=1');
  const { plan, chosen } = await readPlanAndWorkload(folder);
  const history = readHistory(folder);
  const recorded = readResult(folder);
  const now = fingerprint(history);
  if (recorded !== null && recorded.fingerprint !== now) {
    throw usageError(
      `${join(folder, runFiles.events)} is not the history that ${runFiles.result} tells of ` +
        `(fingerprint ${now}, not ${recorded.fingerprint}): one of them was changed or damaged; ` +
        `"vivarium replay ${folder}" runs the plan again.`,
    );
  }
  if (recorded !== null && recorded.seed !== plan.seed) {
    throw usageError(
      `${join(folder, runFiles.plan)} is not the plan that ${runFiles.result} tells of ` +
        `(seed ${JSON.stringify(plan.seed)}, not ${JSON.stringify(recorded.seed)}): put the ` +
        `recorded one back, or run the edited one with "vivarium run --plan".`,
    );
  }
  const result = assess({
    evidence: { plan, history, workload: chosen.open(plan) },
    chosen,
    reproduce: replayCommandOf(folder),
    seconds: recorded?.wall.run ?? 0,
    fingerprint: now,
  });
  return {
    folder,
    verdict: result.verdict,
    exit: result.exit,
    seed: result.seed,
    fingerprint: now,
    recordedFingerprint: recorded?.fingerprint ?? null,
    checkers: result.checkers,
  };
}

export function printRunReport(report: RunReport, output: Output): void {
  const compared =
    report.recordedFingerprint === null ? 'no result was recorded' : 'as it was recorded';
  output.say(`${report.folder}: ${report.verdict}`);
  output.say(`  fingerprint ${report.fingerprint}, ${compared}`);
  for (const { name, verdict, checked, unit, why } of report.checkers) {
    const amount = `${formatCount(checked)} ${unit}`;
    output.say(`  ${verdict.padEnd(7)} ${name}, ${amount}: ${why}`);
  }
}
