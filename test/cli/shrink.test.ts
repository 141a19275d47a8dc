import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { builtCli, emptyFolder, vivarium } from './built-cli.ts';

/** A workload whose checker fails as soon as request 17 is answered: all else can go. */
const workload = `
import { catalogue } from '${join(builtCli(), 'index.js')}';
const transfers = catalogue.find(({ name }) => name === 'transfers');
export const workload = { ...transfers, name: 'mine' };
export const checkers = [{
  name: 'no-seventeen',
  about: 'Nothing is ever called 17.',
  property: 'safety',
  check: ({ history }) => {
    const at = history.events.findIndex(
      (event) => event.kind === 'invoke' && event.stage === 1 && event.index === 17,
    );
    const why = at < 0 ? 'There is no 17.' : 'Request 17 was sent.';
    const verdict = at < 0 ? 'pass' : 'fail';
    return { verdict, checked: history.events.length, unit: 'events', why, events: [] };
  },
}];
`;

test('a failing run becomes a capsule, which replay sees fail again', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'mine.mjs'), workload);
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
