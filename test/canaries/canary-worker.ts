import type { CanarySize, CanaryTask } from '../../harness/cli/run-canaries.ts';
import { planOf } from '../../harness/cli/run-settings.ts';
import { SameFailure } from '../../harness/cli/same-failure.ts';
import { shrinkRun } from '../../harness/cli/shrink-run.ts';
import { type Plan, requestCount } from '../../harness/plan.ts';
import { canaries } from './catalogue.ts';
import { openPlanted } from './open-planted.ts';

const { signal } = new AbortController();

/** Runs one seed with the planted bug; the plan's size where it is caught, else null. */
export async function tryCanary({ canary, given }: CanaryTask): Promise<CanarySize | null> {
  const { caughtBy: by, open } = planted(canary);
  const { plan, chosen } = await planOf(given, () => {});
  const caught = await new SameFailure({ by }, chosen, plan, signal, open).shownBy(plan);
  return caught ? sizeOf(plan) : null;
}

/** How small a seed's plan becomes that is still caught. */
export async function shrinkCanary({
  canary,
  given,
  within,
}: CanaryTask & { readonly within: number }): Promise<CanarySize> {
  const { caughtBy: by, open } = planted(canary);
  const { plan, chosen } = await planOf(given, () => {});
  const failure = { by };
  const onProgress = (): void => {};
  return sizeOf(await shrinkRun({ plan, chosen, failure, signal, open, within, onProgress }));
}

function planted(name: string) {
  const canary = canaries.find((each) => each.name === name)!;
  return { ...canary, open: openPlanted(canary) };
}

function sizeOf({ workload, faults }: Plan): CanarySize {
  return { requests: requestCount(workload.stages), faults: faults.length };
}
