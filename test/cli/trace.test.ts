import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Result } from '../../harness/result.ts';
import { emptyFolder, vivarium } from './built-cli.ts';

const cwd = emptyFolder();
const resultOf = (folder: string): Result =>
  JSON.parse(readFileSync(join(cwd, folder, 'result.json'), 'utf8')) as Result;

beforeAll(async () => {
  const words = ['run', '--seed', 'traced', '--requests', '60', '--faults', 'swarm'];
  expect((await vivarium([...words, '--out', 'one'], { cwd })).code).toBe(0);
}, 120_000);

test('a run that is traced has the same fingerprint', async () => {
  const { code, stdout } = await vivarium(['replay', 'one', '--trace', '--out', 'two'], { cwd });
  expect(code).toBe(0);
  expect(stdout).toContain('The fingerprint is the same as the recorded one.');
  expect(resultOf('two').fingerprint).toBe(resultOf('one').fingerprint);
});

test('every message and every event has a line, below a legend', async () => {
  const { stdout } = await vivarium(['replay', 'one', '--trace', '--out', 'lines'], { cwd });
  const lines = stdout.split('\n');
  const first = lines.findIndex((line) => line.startsWith('seconds · node · sign'));
  expect(first).toBeGreaterThan(0);
  const traced = lines.filter((line) => /^ *\d+\.\d{9} /.test(line));
  const sent = traced.filter((line) => line.slice(19, 20) === '>');
  const ended = traced.filter((line) => ['<', 'x', '='].includes(line.slice(19, 20)));
  expect(sent.length).toBeGreaterThan(300);
  // What is still under way when the run ends has no second line.
  expect(ended.length).toBeGreaterThan(sent.length * 0.9);
  const { counts } = resultOf('one');
  const { replicas } = resultOf('one').cluster;
  const committed = traced.filter((line) => line.slice(19, 20) === '.');
  expect(committed.length).toBeGreaterThanOrEqual(counts.ops * replicas);
  expect(stdout).toMatch(/prepare view=\d+ op=7 commit=\d+ \w+ to replica \d/);
});

test('what a crash made of the writes under way is told', async () => {
  const faults = [
    { kind: 'crash', replica: 0, from: '1.5s', until: '1.9s', lost: '1/3', torn: '1/1' },
  ];
  writeFileSync(join(cwd, 'crash.json'), JSON.stringify(faults));
  const words = ['run', 'transfers', '--seed', 'c', '--requests', '60', '--faults', 'crash.json'];
  await vivarium([...words, '--out', 'crashed'], { cwd });
  // A disk that is slow enough has something under way.
  const plan = readFileSync(join(cwd, 'crashed', 'plan.json'), 'utf8');
  writeFileSync(
    join(cwd, 'slow.json'),
    plan.replaceAll(/"writeMean": \d+/g, '"writeMean": 20000000'),
  );
  const { stdout } = await vivarium(['replay', 'slow.json', '--trace', '--out', 'slow'], { cwd });
  expect(stdout).toMatch(/ % -.* its write to \S+ at byte \d+ (was lost|was torn: \d+ of \d+)/);
});

test('it stops behind the first commit of an op, and writes no run', async () => {
  const words = ['replay', 'one', '--trace', '--until', '7', '--out', 'unwritten'];
  const { code, stdout } = await vivarium(words, { cwd });
  expect(code).toBe(0);
  expect(stdout).toContain('Stopped behind the first commit of op 7, after ');
  const committed = stdout.split('\n').filter((line) => / committed op \d+ /.test(line));
  expect(committed.at(-1)).toContain(' committed op 7 ');
  expect(committed.filter((line) => line.includes(' op 7 '))).toHaveLength(1);
  expect(existsSync(join(cwd, 'unwritten'))).toBe(false);
});

test.each([
  ['replay one --until 7', '--until says where a trace ends: give --trace too.'],
  ['replay one --trace --until 9999', 'The run ends with op '],
  ['replay one --trace --until x', '--until must be a whole number'],
  ['replay one --trace --json', '--trace and --json both want stdout'],
])('%s', async (line, sentence) => {
  const { code, stderr } = await vivarium(line.split(' '), { cwd });
  expect(code).toBe(64);
  expect(stderr).toContain(sentence);
});
