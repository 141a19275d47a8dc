import { expectationOf, replicasMinOf } from '../../fault-injector/presets.ts';
import { assess } from '../../harness/cli/assess.ts';
import { chooseWorkload } from '../../harness/cli/chosen-workload.ts';
import { faultSource, faultsFor } from '../../harness/cli/faults.ts';
import { makePlan, requestInterval } from '../../harness/cli/make-plan.ts';
import { recordInMemory } from '../../harness/cli/record-in-memory.ts';
import { Random } from '../../harness/random.ts';
import type { Result } from '../../harness/result.ts';
import type { WorkloadKind } from '../../harness/workload.ts';

/** A whole run, small, drawn from its number. */
interface SoakDraw {
  readonly seed: string;
  readonly workload: WorkloadKind;
  readonly preset: string;
  readonly replicas: number;
  readonly clients: number;
  readonly requests: number;
}

export function soakDraw(index: number, workload: WorkloadKind, preset: string): SoakDraw {
  const random = Random.fromSeed('soak').at(index);
  return {
    seed: `soak-${index}`,
    workload,
    preset,
    replicas: Math.max(1 + (index % 6), replicasMinOf(preset)),
    clients: random.between(1, 8),
    requests: random.between(100, 500),
  };
}

/** Null where it passes; else the command that does it again, and what is wrong. */
export async function soakRun(drawn: SoakDraw): Promise<string | null> {
  const { seed, workload, preset, replicas, clients, requests } = drawn;
  const command =
    `vivarium run ${workload.name} --seed ${seed} --replicas ${replicas} ` +
    `--clients ${clients} --requests ${requests} --faults ${preset}`;
  try {
    const { verdict, exit, checkers: verdicts } = await resultOf(drawn, command);
    if (verdict === 'pass') return null;
    const why = verdicts.flatMap((each) => (each.verdict === 'pass' ? [] : [each.why]));
    return `${command}\n  exit ${exit}: ${why.join(' ') || 'a panic'}`;
  } catch (error) {
    return `${command}\n  ${String(error)}`;
  }
}

async function resultOf(drawn: SoakDraw, reproduce: string): Promise<Result> {
  const expect = expectationOf(drawn.preset);
  const settings = { ...drawn, over: drawn.requests * requestInterval, expect };
  const plan = makePlan(settings, await faultsFor(faultSource(drawn.preset), settings));
  const chosen = await chooseWorkload(plan.workload.name);
  const opened = chosen.open(plan);
  const history = await recordInMemory(plan, opened, new AbortController().signal);
  const evidence = { plan, history, workload: opened };
  return assess({ evidence, chosen, reproduce, seconds: 0 });
}
