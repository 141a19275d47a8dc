import { describe, expect, test } from 'vitest';
import { checkers } from '../../harness/checkers/catalogue.ts';
import { assess } from '../../harness/cli/assess.ts';
import { openCluster } from '../../harness/cli/clusters.ts';
import { faultSource, faultsFor } from '../../harness/cli/faults.ts';
import { makePlan, requestInterval } from '../../harness/cli/make-plan.ts';
import { openWorkload } from '../../harness/cli/workloads.ts';
import { HistoryRecorder } from '../../harness/history/recorder.ts';
import { Random } from '../../harness/random.ts';
import type { Result } from '../../harness/result.ts';
import { runPlan } from '../../harness/run.ts';
import { findWorkload } from '../../workloads/catalogue.ts';

// Seeds FROM..UNTIL of whole runs with 1 to 6 replicas: a few on every change, as many as one likes
// with VIVARIUM_SOAK=0..10000, under the faults of VIVARIUM_SOAK_PRESET alone (else of each). What
// fails is printed as the command that does it again.
const [from = 0, until = 12] = (process.env['VIVARIUM_SOAK'] ?? '0..12').split('..').map(Number);
const asked = process.env['VIVARIUM_SOAK_PRESET'];
const soaked = asked === undefined ? ['default', 'swarm'] : [asked];

interface Draw {
  readonly seed: string;
  readonly preset: string;
  readonly replicas: number;
  readonly clients: number;
  readonly requests: number;
}

function draw(index: number, preset: string): Draw {
  const random = Random.fromSeed('soak').at(index);
  return {
    seed: `soak-${index}`,
    preset,
    replicas: 1 + (index % 6),
    clients: random.between(1, 8),
    requests: random.between(100, 500),
  };
}

const command = ({ seed, preset, replicas, clients, requests }: Draw): string =>
  `vivarium run mixed --seed ${seed} --replicas ${replicas} --clients ${clients} ` +
  `--requests ${requests} --faults ${preset}`;

async function run(drawn: Draw): Promise<Result> {
  const workload = findWorkload('mixed');
  if (workload === undefined) throw new Error('there is no workload mixed');
  const settings = { ...drawn, workload, over: drawn.requests * requestInterval };
  const plan = makePlan(settings, await faultsFor(faultSource(drawn.preset), settings));
  const recorder = new HistoryRecorder();
  const opened = openWorkload(plan);
  await runPlan({
    plan,
    workload: opened,
    recorder,
    open: openCluster,
    breathe: async () => {},
    signal: new AbortController().signal,
  });
  const evidence = { plan, history: recorder.history(), workload: opened };
  return assess({ evidence, checkers, reproduce: command(drawn), seconds: 0 });
}

describe.each(soaked)(`runs of seeds ${from} to ${until - 1} under %s faults`, (preset) => {
  test('every one passes', { timeout: (until - from) * 60_000 }, async () => {
    const failures: string[] = [];
    for (let index = from; index < until; index++) {
      const drawn = draw(index, preset);
      try {
        const { verdict, exit, checkers: verdicts } = await run(drawn);
        if (verdict === 'pass') continue;
        const why = verdicts.flatMap((each) => (each.verdict === 'pass' ? [] : [each.why]));
        failures.push(`${command(drawn)}\n  exit ${exit}: ${why.join(' ') || 'a panic'}`);
      } catch (error) {
        failures.push(`${command(drawn)}\n  ${String(error)}`);
      }
      console.log(failures.at(-1));
    }
    expect(failures).toEqual([]);
  });
});
