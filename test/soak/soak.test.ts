import { describe, expect, test } from 'vitest';
import { catalogue, findWorkload } from '../../workloads/catalogue.ts';
import { soakDraw, soakRun } from './soak-run.ts';

// Seeds FROM..UNTIL of whole runs with 1 to 6 replicas: a few on every change, as many as one likes
// with VIVARIUM_SOAK=0..10000, under the faults of VIVARIUM_SOAK_PRESET alone (else of each), with
// the workload VIVARIUM_SOAK_WORKLOAD (mixed by default; `all` for each of them). What fails is
// printed as the command that does it again.
const [from = 0, until = 12] = (process.env['VIVARIUM_SOAK'] ?? '0..12').split('..').map(Number);
const preset = process.env['VIVARIUM_SOAK_PRESET'];
const presets = preset === undefined ? ['default', 'swarm'] : [preset];
const name = process.env['VIVARIUM_SOAK_WORKLOAD'] ?? 'mixed';
const workloads = name === 'all' ? catalogue : [findWorkload(name) ?? expect.fail(`no ${name}`)];
const soaked = presets.flatMap((each) => workloads.map((workload) => ({ preset: each, workload })));

describe.each(soaked)(
  `runs of seeds ${from} to ${until - 1} of $workload.name under $preset faults`,
  (soak) => {
    test('every one passes', { timeout: (until - from) * 60_000 }, async () => {
      const failures: string[] = [];
      for (let index = from; index < until; index++) {
        const failure = await soakRun(soakDraw(index, soak.workload, soak.preset));
        if (failure === null) continue;
        failures.push(failure);
        console.log(failure);
      }
      expect(failures).toEqual([]);
    });
  },
);
