import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtCli, emptyFolder, vivarium } from './built-cli.ts';

const cwd = emptyFolder();
const recordings = fileURLToPath(new URL('../recordings', import.meta.url));
const mixed = gunzipSync(readFileSync(join(recordings, 'mixed.jsonl.gz'))).toString();

beforeAll(async () => {
  builtCli();
  // The first create of the recording, with another status than the server gave.
  const lines = mixed.split('\n');
  const line = lines.findIndex((each) => each.includes('"results":[[4294967295,'));
  lines[line] = (lines[line] as string).replace('"results":[[4294967295,', '"results":[[21,');
  writeFileSync(join(cwd, 'good.jsonl'), mixed);
  writeFileSync(join(cwd, 'other.jsonl'), lines.join('\n'));
  writeFileSync(join(cwd, 'damaged.jsonl'), `${mixed}{"op":\n`);
  const words = ['run', '--seed', 'v', '--requests', '20', '--quiet', '--out', 'run'];
  expect((await vivarium(words, { cwd })).code).toBe(0);
}, 120_000);

afterAll(() => rmSync(cwd, { recursive: true }));

describe('verify', () => {
  test('of recordings, gzipped or not, tells what they hold', async () => {
    const gzipped = join(recordings, 'expiry.jsonl.gz');
    const { code, stdout } = await vivarium(['verify', 'good.jsonl', gzipped], { cwd });
    expect(stdout).toMatch(
      /^good\.jsonl: \d+ scenarios, \d+ requests, [\d,]+ events, 0 differences$/m,
    );
    expect(stdout).toMatch(/expiry\.jsonl\.gz: \d+ scenarios, .*, 0 differences$/m);
    expect(stdout).toMatch(/^2 files, [\d,]+ requests: no differences$/m);
    expect(code).toBe(0);
  });

  test('shows where the ledger answers otherwise', async () => {
    const { code, stdout } = await vivarium(['verify', 'other.jsonl'], { cwd });
    expect(stdout).toMatch(/^other\.jsonl: .*, 1 difference$/m);
    expect(stdout).toMatch(
      /^ {2}seed \S+, line \d+, event 0, status: expected 21, got 4294967295$/m,
    );
    expect(code).toBe(1);
  });

  test('--json prints nothing else on stdout', async () => {
    const { code, stdout } = await vivarium(['verify', '--json', 'good.jsonl', 'other.jsonl'], {
      cwd,
    });
    const { differences, files, ...rest } = JSON.parse(stdout) as {
      differences: number;
      files: { file: string; differences: object[] }[];
    };
    expect(differences).toBe(1);
    expect(rest).toEqual({});
    expect(files.map(({ file }) => file)).toEqual(['good.jsonl', 'other.jsonl']);
    expect(Object.keys(files[0]!)).toEqual([
      'file',
      'scenarios',
      'requests',
      'events',
      'differences',
    ]);
    expect(files[1]!.differences).toEqual([
      {
        seed: expect.anything() as unknown,
        line: expect.any(Number) as unknown,
        event: 0,
        field: 'status',
        expected: '21',
        got: '4294967295',
      },
    ]);
    expect(code).toBe(1);
  });

  test('goes on behind a damaged file, and exits with 64', async () => {
    const { code, stdout, stderr } = await vivarium(['verify', 'damaged.jsonl', 'good.jsonl'], {
      cwd,
    });
    expect(stderr).toMatch(/^vivarium: damaged\.jsonl:\d+: /);
    expect(stdout).toMatch(/^good\.jsonl: .*, 0 differences$/m);
    expect(code).toBe(64);
  });

  test('of a run asks the checkers again, and compares the fingerprint', async () => {
    const { code, stdout } = await vivarium(['verify', 'run'], { cwd });
    expect(stdout).toMatch(/^run: pass\n {2}fingerprint [0-9a-f]{32}, as it was recorded\n/);
    expect(stdout).toMatch(/^ {2}pass {4}\S+, [\d,]+ /m);
    expect(code).toBe(0);
    const json = await vivarium(['verify', '--json', 'run'], { cwd });
    expect(JSON.parse(json.stdout)).toMatchObject({
      differences: 0,
      files: [],
      runs: [{ folder: 'run', verdict: 'pass', exit: 0 }],
    });
  });

  test('of a run whose history was changed says so', async () => {
    cpSync(join(cwd, 'run'), join(cwd, 'changed'), { recursive: true });
    const replies = gunzipSync(readFileSync(join(cwd, 'changed/replies.bin.gz')));
    replies[replies.length - 1]! ^= 1;
    writeFileSync(join(cwd, 'changed/replies.bin.gz'), gzipSync(replies));
    const { code, stderr } = await vivarium(['verify', 'changed'], { cwd });
    expect(stderr).toMatch(/is not the history that result\.json tells of/);
    expect(code).toBe(64);
    // Without the result there is nothing to compare with, but the checkers see it.
    rmSync(join(cwd, 'changed/result.json'));
    const again = await vivarium(['verify', 'changed'], { cwd });
    expect(again.stdout).toMatch(/^changed: fail/);
    expect(again.code).toBe(1);
  });

  test('of a run whose plan was edited says so', async () => {
    cpSync(join(cwd, 'run'), join(cwd, 'edited'), { recursive: true });
    const plan = readFileSync(join(cwd, 'edited/plan.json'), 'utf8');
    writeFileSync(join(cwd, 'edited/plan.json'), plan.replace('"seed": "v"', '"seed": "w"'));
    const { code, stderr } = await vivarium(['verify', 'edited'], { cwd });
    expect(stderr).toMatch(/plan\.json is not the plan that result\.json tells of \(seed "w", not/);
    expect(code).toBe(64);
  });

  test('of a run with a damaged line names the line', async () => {
    cpSync(join(cwd, 'run'), join(cwd, 'torn'), { recursive: true });
    const events = gunzipSync(readFileSync(join(cwd, 'torn/history.jsonl.gz'))).toString();
    const torn = events.split('\n').with(4, '{"kind":"reply","ti');
    writeFileSync(join(cwd, 'torn/history.jsonl.gz'), gzipSync(torn.join('\n')));
    const { code, stderr } = await vivarium(['verify', 'torn'], { cwd });
    expect(stderr).toMatch(/^vivarium: torn\/history\.jsonl\.gz:5: The line is not JSON/);
    expect(code).toBe(64);
  });
});
