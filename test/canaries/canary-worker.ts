import { checkAll, checkers } from '../../harness/checkers/catalogue.ts';
import { recordInMemory } from '../../harness/cli/record-in-memory.ts';
import type { CanaryCatch, CanarySize, CanaryTask } from '../../harness/cli/run-canaries.ts';
import { planOf } from '../../harness/cli/run-settings.ts';
import { failuresOf } from '../../harness/cli/same-failure.ts';
import { shrinkRun } from '../../harness/cli/shrink-run.ts';
import { type Plan, requestCount } from '../../harness/plan.ts';
import type { Canary } from './canary.ts';
import { canaries } from './catalogue.ts';
import { openPlanted } from './open-planted.ts';

const { signal } = new AbortController();

/** Runs one seed with the planted bug; null where it is not caught. */
export async function tryCanary({ canary: name, given }: CanaryTask): Promise<CanaryCatch | null> {
  const canary = planted(name);
  const { plan, chosen } = await planOf(given, () => {});
  const workload = chosen.open(plan);
  const history = await recordInMemory(plan, workload, signal, openPlanted(canary));
  const allowed = new Set([canary.caughtBy, ...(canary.orBy ?? [])]);
  const asked = checkers.filter((checker) => allowed.has(checker.name));
  const [first] = failuresOf(history, checkAll({ plan, history, workload }, asked));
  return first !== undefined && allowed.has(first.by) ? { by: first.by, ...sizeOf(plan) } : null;
}

/** How small a seed's plan becomes in which it is still caught by the same. */
export async function shrinkCanary({
  canary,
  given,
  by,
  within,
}: CanaryTask & { readonly by: string; readonly within: number }): Promise<CanarySize> {
  const open = openPlanted(planted(canary));
  const { plan, chosen } = await planOf(given, () => {});
  const small = await shrinkRun({
    plan,
    chosen,
    failure: { by },
    signal,
    open,
    within,
    onProgress: () => {},
  });
  return sizeOf(small);
}

function planted(name: string): Canary {
  return canaries.find((each) => each.name === name)!;
}

function sizeOf({ workload, faults }: Plan): CanarySize {
  return { requests: requestCount(workload.stages), faults: faults.length };
}
