import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { withinBudget } from '../../fault-injector/budget.ts';
import { drawFaults, presets } from '../../fault-injector/presets.ts';
import { scheduledKinds } from '../../fault-injector/schedule.ts';
import type { FaultKind } from '../../harness/fault.ts';
import { faultKinds } from '../../harness/fault-kinds.ts';
import { faultSchema } from '../../harness/plan/fault-schema.ts';
import { checkFaults } from '../../harness/plan/plan-check.ts';
import { second } from '../../harness/time.ts';

const span = { from: second, until: 61 * second };
const draw = (seed: string) =>
  drawFaults({ seed, preset: 'default', replicas: 3, clients: 4, ...span });
const seeds = Array.from({ length: 60 }, (_, i) => `seed ${i}`);

describe('faults drawn from a seed', () => {
  test('nothing for the preset none', () => {
    expect(drawFaults({ seed: 'a', preset: 'none', replicas: 3, clients: 4, ...span })).toEqual([]);
  });

  test('every preset has a sentence', () => {
    for (const { about } of presets) expect(about).toMatch(/^[A-Z].*\.$/);
  });

  test.each(
    ['default', 'swarm'].flatMap((preset) =>
      [1, 2, 3, 4, 5, 6].map((replicas) => [preset, replicas] as const),
    ),
  )('keep to the budget, the span and the checks: %s, %i replicas', (preset, replicas) => {
    const setting = { replicas, clients: 4, healAt: span.until };
    for (const seed of seeds) {
      const faults = drawFaults({ seed, preset, replicas, clients: 4, ...span });
      expect(checkFaults(faults, setting, { withinBudget })).toEqual([]);
      expect(z.array(faultSchema).parse(faults)).toEqual(faults);
      expect(withinBudget(faults, replicas)).toBeNull();
      for (const fault of faults) {
        expect(fault.from).toBeGreaterThanOrEqual(span.from);
        expect(fault.until).toBeGreaterThanOrEqual(fault.from);
        expect(fault.until).toBeLessThanOrEqual(span.until);
        for (const number of Object.values(fault).flat()) {
          if (typeof number === 'number') expect(Number.isSafeInteger(number)).toBe(true);
        }
      }
      expect(faults.map(({ from }) => from)).toEqual(
        faults.map(({ from }) => from).toSorted((a, b) => a - b),
      );
    }
  });

  test('the same seed draws the same, another draws something else', () => {
    expect(draw('one')).toEqual(draw('one'));
    expect(draw('one')).not.toEqual(draw('two'));
  });

  test('most runs meet what they should', () => {
    const met = new Map<FaultKind, number>();
    for (const seed of seeds) {
      const faults = draw(seed);
      for (const kind of new Set(faults.map((fault) => fault.kind))) {
        met.set(kind, (met.get(kind) ?? 0) + 1);
      }
    }
    for (const kind of ['crash', 'bit-flip', 'loss', 'slow-disk'] as const) {
      expect(met.get(kind), kind).toBeGreaterThan(seeds.length * 0.9);
    }
    expect(new Set(met.keys())).toEqual(new Set(scheduledKinds));
    for (const kind of scheduledKinds) {
      expect(met.get(kind), kind).toBeGreaterThan(seeds.length * 0.6);
    }
  });

  test('swarm leaves about half of the kinds out, and runs from gentle to harsh', () => {
    const counts: number[] = [];
    const met = new Map<FaultKind, number>();
    for (const seed of seeds) {
      const faults = drawFaults({ seed, preset: 'swarm', replicas: 3, clients: 4, ...span });
      for (const { kind } of new Map(faults.map((fault) => [fault.kind, fault])).values()) {
        met.set(kind, (met.get(kind) ?? 0) + 1);
      }
      counts.push(faults.length);
    }
    for (const kind of faultKinds) {
      expect(met.get(kind), kind).toBeGreaterThan(seeds.length * 0.15);
      expect(met.get(kind), kind).toBeLessThan(seeds.length * 0.9);
    }
    expect(Math.min(...counts)).toBeLessThan(30);
    expect(Math.max(...counts)).toBeGreaterThan(150);
  });

  test('a run that is too short for them has none', () => {
    const short = { from: 0, until: second / 10 };
    expect(
      drawFaults({ seed: 'a', preset: 'default', replicas: 3, clients: 1, ...short }),
    ).toHaveLength(0);
  });
});
