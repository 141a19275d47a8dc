import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkAll } from '../../harness/checkers/catalogue.ts';
import { readPlanAndWorkload } from '../../harness/cli/read-plan.ts';
import { recordInMemory } from '../../harness/cli/record-in-memory.ts';
import { failuresOf } from '../../harness/cli/same-failure.ts';
import type { Capsule } from '../../harness/plan/capsule.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const sizeMax = 8192;
const { signal } = new AbortController();

const read = (file: string): string => readFileSync(`${folder}${file}`, 'utf8');

/**
 * A failure of our own code leaves its capsule here: what `vivarium shrink` made of it, with the
 * sentence `found` added, and with an `expected` that says what it comes to since it was mended.
 */
describe('a failure that was found in our own code', () => {
  test.each(files)('%s: is no more', { timeout: 120_000 }, async (file) => {
    const { plan, chosen } = await readPlanAndWorkload(`${folder}${file}`);
    const workload = chosen.open(plan);
    const history = await recordInMemory(plan, workload, signal);
    const verdicts = checkAll({ plan, history, workload });
    expect(failuresOf(history, verdicts)).toEqual([]);
    // Somebody has to have looked: what nobody could decide is no pass.
    expect(verdicts.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(3);
  });

  test.each(files)('%s: says what it was, and is small', (file) => {
    const text = read(file);
    const { vivarium, found, expected } = JSON.parse(text) as Capsule;
    expect(vivarium).toBe('capsule');
    expect(found).toMatch(/^[A-Z].{30,}\.$/);
    expect(expected.failures).toEqual([]);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(sizeMax);
  });

  test('there are some', () => {
    expect(files.length).toBeGreaterThan(0);
  });
});
