import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { emptyFolder, vivarium } from './built-cli.ts';

const cwd = emptyFolder();

beforeAll(async () => {
  for (const [seed, folder] of [
    ['a', 'one'],
    ['b', 'other'],
  ] as const) {
    const words = ['run', 'transfers', '--seed', seed, '--requests', '20', '--out', folder];
    expect((await vivarium(words, { cwd })).code).toBe(0);
  }
  // The same plan, and the history of another: as if it had not been deterministic.
  cpSync(join(cwd, 'other'), join(cwd, 'forged'), { recursive: true });
  cpSync(join(cwd, 'one', 'plan.json'), join(cwd, 'forged', 'plan.json'));
}, 120_000);

test('a run and its plan, run again, are the same', async () => {
  const { code, stdout } = await vivarium(['diff', 'one', 'one/plan.json'], { cwd });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^The histories are the same: [\d,]+ events\.$/m);
});

test('one plan with two histories: the first event that differs, and what is around it', async () => {
  const { code, stdout } = await vivarium(['diff', 'one', 'forged', '--context', '2'], { cwd });
  expect(code).toBe(6);
  expect(stdout).toContain('The plans are the same, and the histories differ.');
  const [, at] = /The first event that differs is number (\d+)/.exec(stdout) ?? [];
  const lines = stdout.split('\n').filter((line) => /^[ AB] +\d+ {2}\d+\.\d{3} s /.test(line));
  expect(lines.filter((line) => line.startsWith('A'))).toHaveLength(3);
  expect(lines.filter((line) => line.startsWith('B'))).toHaveLength(3);
  expect(lines.find((line) => line.startsWith('A'))).toContain(` ${at}  `);
  expect(stdout).toMatch(/What differs: \w+ /);
});

test('two plans: nobody can tell', async () => {
  const { code, stdout } = await vivarium(['diff', 'one', 'other'], { cwd });
  expect(code).toBe(2);
  expect(stdout).toContain('The plans differ, and so do the histories.');
  expect(stdout).toContain('  seed: a in A, b in B');
});

test('--json says it to programs', async () => {
  const { code, stdout } = await vivarium(['diff', 'one', 'forged', '--json'], { cwd });
  expect(code).toBe(6);
  const { fingerprint } = JSON.parse(readFileSync(join(cwd, 'one', 'result.json'), 'utf8')) as {
    fingerprint: string;
  };
  expect(JSON.parse(stdout)).toMatchObject({
    vivarium: 'diff',
    same: false,
    samePlan: true,
    a: { fingerprint },
  });
});

test.each([
  ['diff one', /Name two runs|two runs|Not enough|needs/i],
  ['diff one nowhere', /There is no run nowhere/],
  ['diff one other --context -1', /--context must be a whole number/],
])('%s', async (line, sentence) => {
  const { code, stderr } = await vivarium(line.split(' '), { cwd });
  expect(code).toBe(64);
  expect(stderr).toMatch(sentence);
});
