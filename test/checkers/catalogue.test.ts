import { describe, expect, test } from 'vitest';
import { checkAll, checkers } from '../../harness/checkers/catalogue.ts';
import { smallRun } from './small-cluster.ts';

describe('a run in which nothing is wrong', () => {
  const seeds = Array.from({ length: 20 }, (_, seed) => `right ${seed}`);

  test.each(seeds)('passes every checker: %s', (seed) => {
    const verdicts = checkAll(smallRun({ seed }));
    for (const { name, verdict, why, checked } of verdicts) {
      expect(verdict, `${name}: ${why}`).toBe('pass');
      expect(checked).toBeGreaterThan(0);
    }
  });
});

describe('the catalogue', () => {
  test('has a name and a sentence for each of its checkers', () => {
    expect(checkers.map(({ name }) => name)).toEqual([
      'model',
      'real-time-order',
      'durability',
      'conservation',
      'idempotence',
      'expiry',
      'convergence',
      'liveness',
    ]);
    for (const { about } of checkers) expect(about).toMatch(/^[A-Z].*\.$/);
  });

  test('turns a checker that breaks into an unknown', () => {
    const broken = {
      ...checkers[0]!,
      check: () => {
        throw new Error('no such thing');
      },
    };
    const [verdict] = checkAll(smallRun({ seed: 'broken', requests: 1 }), [broken]);
    expect(verdict).toMatchObject({ name: 'model', verdict: 'unknown', checked: 0 });
    expect(verdict!.why).toContain('no such thing');
  });

  test('says unknown of a history in which nothing happened', () => {
    const { plan, workload } = smallRun({ seed: 'empty', requests: 1 });
    const verdicts = checkAll({ plan, workload, history: { events: [], bytes: new Uint8Array() } });
    for (const { name, verdict } of verdicts) expect(verdict, name).toBe('unknown');
  });
});
