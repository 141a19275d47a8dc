import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { OperatingError } from '../../harness/operating-error.ts';
import {
  claimFolder,
  makeRunFolder,
  newestRun,
  readHistory,
  readPlanText,
  readResult,
  runFiles,
  writeHistory,
  writeRunFile,
} from '../../harness/store.ts';
import { everyKind } from '../history/every-kind.ts';

const before = process.cwd();
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vivarium-store-'));
  process.chdir(folder);
});

afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

const moment = new Date(Date.UTC(2026, 6, 30, 14, 25, 1));
const history = { events: everyKind, bytes: new Uint8Array(64).fill(7) };

function sentenceOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof OperatingError) return `${error.exit}: ${error.message}`;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('the folder of a run', () => {
  test('is named after the moment, the workload and the seed, and never taken twice', () => {
    expect(makeRunFolder(moment, 'mixed', 'k3v9')).toBe('runs/2026-07-30T14-25-01Z-mixed-k3v9');
    expect(makeRunFolder(moment, 'mixed', 'k3v9')).toBe('runs/2026-07-30T14-25-01Z-mixed-k3v9-2');
  });

  test.each([
    ['../../etc/passwd', 'etc_passwd'],
    ['..', 'x'],
    ['a b\n', 'a_b'],
    ['çedilla', 'edilla'],
    ['x'.repeat(300), 'x'.repeat(24)],
  ])('takes the seed %j as a name', (seed, name) => {
    expect(makeRunFolder(moment, 'w', seed)).toBe(`runs/2026-07-30T14-25-01Z-w-${name}`);
  });

  test('that someone names may be new or empty, and nothing else', () => {
    claimFolder('a/b');
    claimFolder('a/b');
    writeFileSync('a/b/x', '');
    expect(sentenceOf(() => claimFolder('a/b'))).toMatch(/^64: The folder a\/b is not empty/);
    writeRunFile('a/b', runFiles.plan, '{}');
    expect(sentenceOf(() => claimFolder('a/b'))).toMatch(/holds another run already/);
    expect(sentenceOf(() => claimFolder('a/b/x'))).toMatch(/^64: The folder a\/b\/x cannot be/);
    expect(sentenceOf(() => claimFolder('a/b/x/y'))).toMatch(
      /^64: The folder a\/b\/x\/y cannot be/,
    );
  });

  test('the newest is found by its name, then by when it was written', () => {
    expect(newestRun()).toBeNull();
    const old = makeRunFolder(new Date(moment.getTime() - 60_000), 'mixed', 'zzz');
    const first = makeRunFolder(moment, 'mixed', 'b');
    const second = makeRunFolder(moment, 'mixed', 'a');
    expect(newestRun()).toBeNull();
    for (const each of [first, second, old]) writeRunFile(each, runFiles.plan, '{}');
    utimesSync(join(first, runFiles.plan), 10, 10);
    utimesSync(join(second, runFiles.plan), 20, 20);
    expect(newestRun()).toBe(second);
  });

  test('holds a history as it was', () => {
    writeHistory('.', history);
    expect(readHistory('.')).toEqual(history);
    expect(readdirSync('.')).toEqual([runFiles.events, runFiles.replies]);
  });

  test('that lacks something says so, and how to go on', () => {
    mkdirSync('run');
    expect(sentenceOf(() => readPlanText('run'))).toMatch(/no plan.json: it is no folder of a run/);
    writeRunFile('run', runFiles.plan, '{}');
    expect(sentenceOf(() => readHistory('run'))).toMatch(/no history.jsonl.gz: .*replay run/);
    expect(readResult('run')).toBeNull();
  });

  test('that is damaged names the file, and the line where it has any', () => {
    writeHistory('.', { ...history, bytes: new Uint8Array(0) });
    expect(sentenceOf(() => readHistory('.'))).toMatch(/^64: history.jsonl.gz:\d+: The reply's/);
    writeFileSync(runFiles.events, 'no gzip');
    expect(sentenceOf(() => readHistory('.'))).toMatch(/^64: history.jsonl.gz is damaged/);
    writeFileSync(runFiles.result, '{');
    expect(sentenceOf(() => readResult('.'))).toMatch(/^64: result.json is damaged/);
    writeFileSync(runFiles.result, '{"vivarium":"result","version":1}');
    expect(sentenceOf(() => readResult('.'))).toMatch(/not a result of version 2/);
  });

  test('keeps nothing of a write that failed', () => {
    mkdirSync(join('plan.json'));
    expect(sentenceOf(() => writeRunFile('.', runFiles.plan, '{}'))).toMatch(/plan.json cannot be/);
    expect(readdirSync('.')).toEqual(['plan.json']);
  });
});

test.skipIf(process.platform !== 'linux')('a folder that the system refuses is refused', () => {
  expect(sentenceOf(() => claimFolder('/proc/vivarium/run'))).toMatch(/^64: The folder \/proc/);
});
