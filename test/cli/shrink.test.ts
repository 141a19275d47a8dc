import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, start, vivarium } from './built-cli.ts';
import { noSeventeen } from './no-seventeen.ts';

test('a failing run becomes a capsule, which replay sees fail again', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'mine.mjs'), noSeventeen);
  const words = ['run', './mine.mjs', '--requests', '60', '--seed', 's', '--out', 'failing'];
  expect((await vivarium(words, { cwd })).code).toBe(1);
  const shrunk = await vivarium(['shrink', 'failing', '--out', 'small'], { cwd });
  expect(shrunk.stderr).not.toMatch(/^vivarium:/m);
  expect(shrunk.code).toBe(0);
  expect(shrunk.stdout).toContain('It fails by no-seventeen: Request 17 was sent.');
  expect(shrunk.stdout).toMatch(/to {7}1 request, 0 faults, 1 client, 1 replica/);
  const capsule = join(cwd, 'small', 'capsule.json');
  expect(statSync(capsule).size).toBeLessThanOrEqual(8192);
  const { expected } = JSON.parse(readFileSync(capsule, 'utf8')) as {
    expected: { exit: number; failures: unknown };
  };
  expect(expected.exit).toBe(1);
  expect(expected.failures).toContainEqual({ by: 'no-seventeen', why: 'Request 17 was sent.' });
  const again = await vivarium(['replay', 'small/capsule.json'], { cwd });
  expect(again.code).toBe(1);
  expect(again.stdout).toContain('The fingerprint is the same as the recorded one.');
});

test('a run that passes has nothing to shrink', async () => {
  const cwd = emptyFolder();
  await vivarium(['plan', '--requests', '20', '--faults', 'none', '--out', 'p.yaml'], { cwd });
  const { code, stderr } = await vivarium(['shrink', 'p.yaml'], { cwd });
  expect(code).toBe(64);
  expect(stderr).toContain('p.yaml does not fail here: there is nothing to shrink.');
});

test.skipIf(process.platform === 'win32')('Ctrl-C in its first run is no verdict', async () => {
  const cwd = emptyFolder();
  await vivarium(['plan', '--requests', '20000', '--out', 'long.yaml'], { cwd });
  const { child, ended, saying } = start(['shrink', 'long.yaml'], { cwd });
  await saying('Once as it is');
  child.kill('SIGINT');
  const { code, stderr } = await ended;
  expect(stderr).toContain('Interrupted before the run as it is was over');
  expect(code).toBe(75);
});
