import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, vivarium } from './built-cli.ts';

test('a planted bug is caught and made small; JSON alone on stdout, the table in a file', async () => {
  const cwd = emptyFolder();
  const words = ['canaries', 'one-sided-transfer', '--json', '--out', 'table.md'];
  const { code, stdout, stderr } = await vivarium(words, { cwd });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    canaries: [
      {
        name: 'one-sided-transfer',
        caught: true,
        by: 'conservation',
        seeds: expect.any(Number) as number,
        requests: expect.any(Number) as number,
        faults: 0,
      },
    ],
  });
  expect(stderr).toContain('1 of 1 canary caught');
  const table = readFileSync(join(cwd, 'table.md'), 'utf8');
  expect(table).toContain('| a transfer debits, and does not credit | `conservation` |');
});

test('one that is not caught leaves it open whether anything is right', async () => {
  const words = ['canaries', 'no-repair', 'one-sided-transfer', '--seeds', '1', '--jobs', '2'];
  const { code, stdout } = await vivarium(words, { cwd: emptyFolder() });
  expect(code).toBe(2);
  expect(stdout).toMatch(/no-repair +NOBODY/);
  expect(stdout).toMatch(/one-sided-transfer +conservation +1 /);
});

test.each([
  [['canaries', 'no-repiar'], 'There is no canary "no-repiar"; did you mean no-repair?'],
  [['canaries', '--seeds', '0'], '--seeds must be from 1 to'],
])('%j', async (words, sentence) => {
  const { code, stderr } = await vivarium(words, { cwd: emptyFolder() });
  expect(code).toBe(64);
  expect(stderr).toContain(sentence);
});
