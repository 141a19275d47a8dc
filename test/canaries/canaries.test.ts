import { afterAll, describe, expect, test } from 'vitest';
import { checkAll, checkers } from '../../harness/checkers/catalogue.ts';
import type { Canary } from './canary.ts';
import { ledgerCanaries, queryCanaries, replicaCanaries } from './catalogue.ts';
import { planOf, runLine } from './whole-line.ts';

const seedsMax = 30;
const requestsDefault = 60;
const canaries: readonly Canary[] = [...replicaCanaries, ...ledgerCanaries, ...queryCanaries];
const table: string[] = [];

afterAll(() => console.log(table.join('\n')));

describe('a planted bug on the whole line, from the seed to the verdict', () => {
  test.each(canaries)('$name: $caughtBy', { timeout: 300_000 }, async (canary) => {
    for (let seeds = 1; seeds <= seedsMax; seeds++) {
      const plan = planOf(`canary ${seeds}`, canary.requests ?? requestsDefault, canary);
      const evidence = await runLine(plan, canary);
      const checker = checkers.filter(({ name }) => name === canary.caughtBy);
      const [verdict] = checkAll(evidence, checker);
      if (verdict?.verdict !== 'fail') continue;
      table.push(`${seeds} ${seeds === 1 ? 'seed' : 'seeds'} for "${canary.name}": ${verdict.why}`);
      return;
    }
    expect.unreachable(`${canary.caughtBy} has not caught it within ${seedsMax} seeds`);
  });
});

describe('without a planted bug every checker passes', () => {
  const harmful = canaries.filter(({ faults }) => faults !== undefined);
  const storms = [{ name: 'what the preset draws' }, ...harmful];

  test.each(storms)('under the faults of "$name"', { timeout: 300_000 }, async (storm) => {
    for (let seed = 1; seed <= 4; seed++) {
      const { requests = requestsDefault } = storm as Canary;
      const plan = planOf(`canary ${seed}`, requests, storm as Canary);
      for (const { name, verdict, why } of checkAll(await runLine(plan, null))) {
        expect(verdict, `${name}, seed ${seed}: ${why}`).toBe('pass');
      }
    }
  });
});

describe('the planted bugs', () => {
  test('are caught by every checker', () => {
    const catching = new Set(canaries.map(({ caughtBy }) => caughtBy));
    expect(catching).toEqual(new Set(checkers.map(({ name }) => name)));
  });
});
