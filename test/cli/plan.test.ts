import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, vivarium } from './built-cli.ts';

test('a plan written as YAML runs as the run that it was made for', async () => {
  const cwd = emptyFolder();
  const settings = ['mixed', '--seed', 's', '--requests', '30'];
  const made = await vivarium(['plan', ...settings, '--out', 'plan.yaml'], { cwd });
  expect(made.code).toBe(0);
  expect(made.stderr).toContain('plan  plan.yaml');
  const [first] = readFileSync(join(cwd, 'plan.yaml'), 'utf8').split('\n');
  expect(first).toMatch(/^# yaml-language-server: \$schema=.*schemas\/plan\.json$/);
  const fingerprints = await Promise.all(
    [['--plan', 'plan.yaml'], settings].map(async (words) => {
      const { stdout } = await vivarium(['run', ...words, '--json'], { cwd });
      return (JSON.parse(stdout) as { fingerprint: string }).fingerprint;
    }),
  );
  expect(fingerprints[0]).toBe(fingerprints[1]);
});

test('requests are spread over the duration, where both are given', async () => {
  const words = ['plan', 'transfers', '--seed', 's', '--requests', '10', '--duration', '20s'];
  const { code, stdout } = await vivarium(words, { cwd: emptyFolder() });
  expect(code).toBe(0);
  expect(stdout).toMatch(/role: load\n +requests: \[ \[ 0, 10 \] \]\n +every: 2s\n/);
});

test('without a file it is on stdout, alone', async () => {
  const { code, stdout, stderr } = await vivarium(['plan', '--seed', 's'], { cwd: emptyFolder() });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^# yaml-language-server.*\n# .*\n# .*\n\nvivarium: plan\n/);
  expect(stderr).toBe('seed "s"\n');
});

test('a file that exists is not written over', async () => {
  const cwd = emptyFolder();
  await vivarium(['plan', '--out', 'p.yaml'], { cwd });
  const { code, stderr } = await vivarium(['plan', '--out', 'p.yaml'], { cwd });
  expect(code).toBe(64);
  expect(stderr).toContain('exists already');
});

test('schema prints what editors need', async () => {
  const { code, stdout } = await vivarium(['schema', 'faults'], { cwd: emptyFolder() });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ type: 'array', $schema: expect.any(String) });
  const wrong = await vivarium(['schema', 'fault'], { cwd: emptyFolder() });
  expect(wrong.stderr).toContain('did you mean faults?');
});
