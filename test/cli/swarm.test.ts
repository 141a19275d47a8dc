import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SwarmResult } from '../../harness/swarm/swarm-result.ts';
import { builtCli, emptyFolder, start, vivarium } from './built-cli.ts';

const small = ['--replicas', '1', '--requests', '10', '--faults', 'none', '--jobs', '2'];

/** Ten requests of transfers, the first of which does what `deed` says where the seed is 3. */
function workloadThat(deed: string): string {
  return `
import { catalogue } from '${join(builtCli(), 'index.js')}';
const transfers = catalogue.find(({ name }) => name === 'transfers');
export const workload = {
  ...transfers,
  name: 'mine',
  open: (seed, parameters) => {
    const opened = transfers.open(seed, parameters);
    const deed = () => { ${deed} };
    const request = (stage, index) => {
      if (seed === '3') deed();
      return opened.request(stage, index);
    };
    return { request };
  },
};
`;
}

test('all seeds pass, and some of them are run twice', async () => {
  const cwd = emptyFolder();
  const words = ['swarm', '--seeds', '18..24', ...small, '--json'];
  const { code, stdout, stderr } = await vivarium(words, { cwd });
  expect(code).toBe(0);
  expect(stderr).toContain(' PASS  All 6 seeds pass.');
  expect(JSON.parse(stdout)).toMatchObject({ seeds: 6, passed: 6, repeated: 1, failures: [] });
});

test('a seed whose process dies is a failure, and takes no other along', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'mine.mjs'), workloadThat('process.exit(9);'));
  const words = ['swarm', './mine.mjs', '--seeds', '1..7', ...small];
  const { code, stdout } = await vivarium(words, { cwd });
  expect(code).toBe(70);
  expect(stdout).toContain(' FAIL  1 failure in 6 seeds');
  expect(stdout).toMatch(/crash, seed 3:/);
  expect(stdout).toContain('npx vivarium run ./mine.mjs --seed 3 --replicas 1');
});

test('shards take all seeds, and merge joins what they came to', async () => {
  const cwd = emptyFolder();
  const shards = ['1/2', '2/2'];
  for (const [index, shard] of shards.entries()) {
    const words = ['swarm', '--seeds', '1..6', '--shard', shard, '--out', `${index}.json`];
    expect((await vivarium([...words, ...small], { cwd })).code).toBe(0);
  }
  const { code, stdout } = await vivarium(['merge', '0.json', '1.json'], { cwd });
  expect(code).toBe(0);
  expect(stdout).toContain('All 5 seeds pass.');
  const one = JSON.parse(readFileSync(join(cwd, '0.json'), 'utf8')) as SwarmResult;
  writeFileSync(join(cwd, '0.json'), JSON.stringify({ ...one, interrupted: true }));
  const again = await vivarium(['merge', '0.json', '1.json'], { cwd });
  expect(again.code).toBe(75);
  expect(again.stdout).toContain(' INTERRUPTED  5 seeds came to their end');
});

test('Ctrl-C keeps what was found so far', async () => {
  const cwd = emptyFolder();
  const words = ['swarm', '--seeds', '0..100000', '--out', 'so-far.json', ...small];
  const { child, ended, saying } = start(words, { cwd });
  await saying(' a minute');
  child.kill('SIGINT');
  expect((await ended).code).toBe(75);
  const result = JSON.parse(readFileSync(join(cwd, 'so-far.json'), 'utf8')) as SwarmResult;
  expect(result.interrupted).toBe(true);
  expect(result.passed).toBeGreaterThan(0);
});

test.each([
  [['swarm', '--seeds', '5'], '--seeds takes a range like 0..800, not "5".'],
  [['swarm', '--seeds', '0..5', '--count', '3'], 'both say how many seeds'],
  [['swarm', '--shard', '1/2'], 'say which seeds there are'],
  [['swarm', '--seeds', '0..5', '--shard', '3/2'], '--shard takes a part like 2/5'],
  [['swarm', 'mxied'], 'did you mean mixed?'],
  [['swarm', '--faults', 'swram'], 'did you mean swarm?'],
  [['merge', 'nothing.json'], 'nothing.json'],
  [['merge'], 'needs something to work on'],
])('%j', async (words, sentence) => {
  const { code, stderr } = await vivarium(words, { cwd: emptyFolder() });
  expect(code).toBe(64);
  expect(stderr).toContain(sentence);
});
