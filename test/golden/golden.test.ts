import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { builtCli } from '../cli/built-cli.ts';

interface Golden {
  /** By the words behind `vivarium run`. */
  readonly runs: Readonly<Record<string, string>>;
  /** Why the fingerprints are what they are: the digest of them all, and the reason. */
  readonly changes: Readonly<Record<string, string>>;
}

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const golden = JSON.parse(read('fingerprints.json')) as Golden;
const script = fileURLToPath(new URL('golden.mjs', import.meta.url));
const plain = (text: string): string => text.replaceAll(/\s+/g, ' ');

beforeAll(() => void builtCli(), 120_000);

test('the runs have their fingerprints on this Node', { timeout: 300_000 }, () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, builtCli()], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(stdout).toContain(`: 0 of ${Object.keys(golden.runs).length} fingerprints differ`);
  expect(status).toBe(0);
});

test('they hold workloads, presets of faults and sizes of clusters', () => {
  const lines = Object.keys(golden.runs);
  const kinds = new Set(lines.map((line) => line.split(' ')[0]));
  expect(kinds.size).toBeGreaterThanOrEqual(8);
  expect(lines.filter((line) => line.includes('--faults none')).length).toBeGreaterThan(1);
  expect(lines.filter((line) => line.includes('--faults swarm')).length).toBeGreaterThan(1);
  for (const replicas of [1, 2, 4, 5, 6]) {
    expect(lines.some((line) => line.includes(`--replicas ${replicas}`))).toBe(true);
  }
  expect(new Set(Object.values(golden.runs)).size).toBe(lines.length);
});

test('each set of them has a reason, and those after the first stand in the changelog', () => {
  const digest = createHash('sha256').update(JSON.stringify(golden.runs)).digest('hex');
  const changes = Object.entries(golden.changes);
  expect(changes.at(-1)?.[0], 'npm run golden -- "the reason" writes the digest').toBe(
    digest.slice(0, 12),
  );
  const changelog = plain(read('../../CHANGELOG.md'));
  for (const [, reason] of changes.slice(1)) expect(changelog).toContain(plain(reason));
});
