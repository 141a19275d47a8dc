import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { checkers } from '../../harness/checkers/catalogue.ts';
import { givenForCanary } from '../../harness/cli/run-canaries.ts';
import { runSeed } from '../../harness/cli/swarm-worker.ts';
import type { Canary } from './canary.ts';
import { tryCanary } from './canary-worker.ts';
import { canaries } from './catalogue.ts';

// On each change those that the first seeds catch, in about a minute; all of them with
// VIVARIUM_CANARIES=all, and in five series with `npm run canaries`.
const seedsMax = 300;
const rare = new Set([
  'any-log-view',
  'block-unverified',
  'blocks-never-repaired',
  'body-unverified',
  'clock-believed',
  'disconnected-header',
  'executes-uncommitted',
  'never-resends',
  'one-ack-fewer',
  'primary-stays',
  'reformatted-blank',
  'session-lost-on-restore',
  'single-nack',
  'smaller-view-quorum',
  'stale-checkpoint',
  'sync-never',
  'unsynchronized-clock',
]);
const all = process.env['VIVARIUM_CANARIES'] === 'all';
const looked = canaries.filter(({ name }) => all || !rare.has(name));
const table: string[] = [];

afterAll(() => console.log(table.join('\n')));

describe('a planted bug in the seeds of a swarm', () => {
  test.each(looked)('$name: $caughtBy', { timeout: 900_000 }, async (canary) => {
    const seeds = await seedsUntilCaught(canary);
    table.push(`${String(seeds).padStart(4)}  ${canary.name}`);
    expect(seeds, `${canary.caughtBy} has not caught it`).toBeLessThanOrEqual(seedsMax);
  });
});

async function seedsUntilCaught(canary: Canary): Promise<number> {
  for (let seeds = 1; seeds <= seedsMax; seeds++) {
    const given = givenForCanary(canary, String(seeds - 1));
    if ((await tryCanary({ canary: canary.name, given })) !== null) return seeds;
  }
  return Number.POSITIVE_INFINITY;
}

describe('without a planted bug', () => {
  const workloads = new Set(canaries.map(({ workload = 'mixed' }) => workload));

  test.each([...workloads])(
    'the first seeds of %s pass',
    { timeout: 300_000 },
    async (workload) => {
      for (const seed of ['0', '1', '2']) {
        const given = givenForCanary({ workload }, seed);
        const { outcome } = await runSeed({ given, seed, twice: false });
        expect(outcome.failure, `seed ${seed}`).toBeNull();
      }
    },
  );
});

describe('the catalogue of planted bugs', () => {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const names = canaries.map(({ name }) => name);

  test('has a file for each, which is called like it', () => {
    const files = new Set(readdirSync(folder));
    expect(names.filter((name) => !files.has(`${name}.ts`))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  test('has one for every checker', () => {
    const catching = new Set(canaries.map(({ caughtBy }) => caughtBy));
    catching.delete('panic');
    expect(catching).toEqual(new Set(checkers.map(({ name }) => name)));
  });
});
