import { describe, expect, test } from 'vitest';
import { drawFaults } from '../../fault-injector/presets.ts';
import { fingerprint } from '../../harness/history/fingerprint.ts';
import type { Plan } from '../../harness/plan.ts';
import { second } from '../../harness/time.ts';
import { runEcho } from './echo.ts';
import { planOf } from './plans.ts';
import { complaints } from './soak-judge.ts';

const over = 40 * second;

function stormyPlan(seed: string, replicas: number, preset = 'default'): Plan {
  const clients = 5;
  const faults = drawFaults({ seed, preset, replicas, clients, from: 0, until: over });
  return planOf({ seed, replicas, clients, requests: 200, over, healAt: over, faults });
}

describe('the replica in the simulated world, under drawn faults', () => {
  const seeds = Array.from({ length: 24 }, (_, i) => ({
    seed: `soak ${i}`,
    replicas: 1 + (i % 6),
    preset: i < 12 ? 'default' : 'swarm',
  }));

  test.each(seeds)('$seed, $preset, $replicas replicas: nothing is lost', async (run) => {
    const history = await runEcho({ plan: stormyPlan(run.seed, run.replicas, run.preset) });
    expect(complaints(history)).toEqual([]);
  });

  test.each([1, 2, 3, 5])('the same plan gives the same history, with %i replicas', async (n) => {
    const plan = stormyPlan('twice', n);
    const once = await runEcho({ plan });
    const again = await runEcho({ plan: JSON.parse(JSON.stringify(plan)) as Plan });
    expect(again.events).toEqual(once.events);
    expect(fingerprint(again)).toBe(fingerprint(once));
  });

  test.each([0, 1, 2, 3, 4, 5])(
    'seed %i: the history is the same with either checksum',
    async (i) => {
      const plan = stormyPlan(`checksum ${i}`, 1 + i);
      const fast = await runEcho({ plan });
      const aegis = await runEcho({
        plan: { ...plan, cluster: { ...plan.cluster, checksum: 'aegis-128l' } },
      });
      expect(fast.events.length).toBeGreaterThan(500);
      expect(aegis.events).toEqual(fast.events);
      expect(fingerprint(aegis)).toBe(fingerprint(fast));
    },
  );

  test('sessions that are evicted make room, and nothing is lost with them', async () => {
    const plan = stormyPlan('evictions', 3);
    const configuration = { ...plan.cluster.configuration, clientsMax: 3 };
    const history = await runEcho({
      plan: { ...plan, cluster: { ...plan.cluster, configuration } },
    });
    expect(complaints(history)).toEqual([]);
    const evicted = history.events.filter((event) => event.kind === 'evicted').length;
    const answered = history.events.filter((event) => event.kind === 'reply').length;
    expect(evicted).toBeGreaterThan(10);
    expect(answered).toBeGreaterThan(100);
  });

  test('most runs see view changes and crashes', async () => {
    let viewChanges = 0;
    let crashes = 0;
    for (let i = 0; i < 6; i++) {
      const { events } = await runEcho({ plan: stormyPlan(`weather ${i}`, 3) });
      if (events.some((event) => event.kind === 'state' && event.view > 0)) viewChanges++;
      if (events.some((event) => event.kind === 'crash')) crashes++;
    }
    expect(viewChanges).toBeGreaterThanOrEqual(5);
    expect(crashes).toBeGreaterThanOrEqual(5);
  });
});
