import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { withinBudget } from '../../fault-injector/budget.ts';
import {
  drawFaults,
  expectationOf,
  faultNames,
  replicasMinOf,
} from '../../fault-injector/presets.ts';
import { scenarios } from '../../fault-injector/scenarios/catalogue.ts';
import { faultSchema } from '../../harness/plan/fault-schema.ts';
import { checkFaults } from '../../harness/plan/plan-check.ts';
import { second } from '../../harness/time.ts';
import { findWorkload } from '../../workloads/catalogue.ts';
import { soakDraw, soakRun } from '../soak/soak-run.ts';

const clients = 4;
const long = { from: second / 2, until: 30 * second };
/** That of a seed of a swarm. */
const short = { from: second / 2, until: 4 * second };
const mixed = findWorkload('mixed') ?? expect.fail('no mixed');

describe.each(scenarios)('the scenario $name', ({ name, about, replicasMin }) => {
  const sizes = [1, 2, 3, 4, 5, 6].filter((replicas) => replicas >= replicasMin);

  test('is a file of its own name, with a sentence', () => {
    const files = readdirSync(new URL('../../fault-injector/scenarios', import.meta.url));
    expect(files).toContain(`${name}.ts`);
    expect(about).toMatch(/^[A-Z].*[a-z]\.$/);
    expect(about.length).toBeLessThanOrEqual(100);
    expect(faultNames).toContain(name);
  });

  test.each(sizes)('keeps to the budget, the span and the checks with %i replicas', (replicas) => {
    for (const span of [long, short]) {
      for (const seed of ['a', 'b', 'c', 'd', 'e']) {
        const faults = drawFaults({ seed, preset: name, replicas, clients, ...span });
        expect(faults.length).toBeGreaterThan(0);
        const setting = { replicas, clients, healAt: span.until };
        expect(checkFaults(faults, setting, { withinBudget })).toEqual([]);
        expect(z.array(faultSchema).parse(faults)).toEqual(faults);
        expect(Math.min(...faults.map(({ from }) => from))).toBeGreaterThanOrEqual(span.from);
      }
    }
  });

  test('is survived', { timeout: 60_000 }, async () => {
    expect(await soakRun(soakDraw(sizes.length + 20, mixed, name))).toBeNull();
  });
});

describe('several at once', () => {
  const shape = { seed: 'several', replicas: 3, clients, ...long };

  test('come together, in the order in which they begin', () => {
    const preset = 'rolling-restart, clock-skew';
    const faults = drawFaults({ ...shape, preset });
    const apart = preset
      .split(', ')
      .reduce((sum, each) => sum + drawFaults({ ...shape, preset: each }).length, 0);
    expect(faults).toHaveLength(apart);
    expect(faults.map(({ from }) => from)).toEqual(
      faults.map(({ from }) => from).toSorted((a, b) => a - b),
    );
  });

  test('agree on which replica may lose what', () => {
    const faults = drawFaults({ ...shape, preset: 'helix,misdirected-writes' });
    const kinds = new Set(faults.map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['bit-flip', 'misdirected-write', 'crash']));
    expect(withinBudget(faults, 3)).toBeNull();
  });

  test('leave out what is one too many', () => {
    const faults = drawFaults({ ...shape, preset: 'torn-write,crash-loop' });
    expect(withinBudget(faults, 3)).toBeNull();
    const torn = faults.filter((fault) => 'torn' in fault && fault.torn[0] > 0);
    expect(torn.length).toBeGreaterThan(0);
    expect(torn.length).toBeLessThan(faults.filter((fault) => 'torn' in fault).length);
  });

  test('need as many replicas as the one that needs most', () => {
    expect(replicasMinOf('crash-loop')).toBe(1);
    expect(replicasMinOf('crash-loop,helix,bridge')).toBe(3);
  });
});

describe('beyond the budget', () => {
  test('there is more than a cluster has to survive', () => {
    expect(expectationOf('swarm,helix')).toBe('recover');
    expect(expectationOf('helix,beyond-budget')).toBe('do-not-lie');
    const seeds = Array.from({ length: 40 }, (_, i) => `seed ${i}`);
    const beyond = seeds.filter((seed) => {
      const shape = { seed, replicas: 3, clients, ...long };
      return withinBudget(drawFaults({ ...shape, preset: 'beyond-budget' }), 3) !== null;
    });
    expect(beyond.length).toBeGreaterThan(30);
  });
});
