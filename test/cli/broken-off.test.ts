import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Result } from '../../harness/result.ts';
import { builtCli, copyOfBuild, emptyFolder, start, vivarium } from './built-cli.ts';

const cwd = emptyFolder();
const long = ['run', '--seed', 'long', '--requests', '20000'];
const short = ['run', '--seed', 'short', '--requests', '20', '--quiet'];
const copies: string[] = [];

beforeAll(() => void builtCli(), 120_000);

afterAll(() => {
  for (const folder of [cwd, ...copies]) rmSync(folder, { recursive: true });
});

/** A build in which a module has something in front of it, or in its place. */
function planted(file: string, change: (code: string) => string): string {
  const build = copyOfBuild();
  copies.push(build);
  const path = join(build, file);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
  return build;
}

describe.skipIf(process.platform === 'win32')('Ctrl-C', () => {
  test('in the middle keeps what was recorded, and exits with 75', async () => {
    const { child, ended, saying } = start([...long, '--out', 'stopped'], { cwd });
    await saying('of virtual time · disturb');
    child.kill('SIGINT');
    // npm passes on what the terminal has sent already: it is still the same wish.
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect(stderr).toContain('what was recorded is being saved');
    expect(stderr).not.toMatch(/ {4}at /);
    expect(code).toBe(75);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(
      'npx vivarium run mixed --seed long --requests 20000',
    );
    const result = JSON.parse(readFileSync(join(cwd, 'stopped/result.json'), 'utf8')) as Result;
    expect(result).toMatchObject({ verdict: 'unknown', exit: 75 });
    expect(result.counts.replies).toBeGreaterThan(0);
    expect(readdirSync(join(cwd, 'stopped'))).toContain('report.html');
    const verified = await vivarium(['verify', 'stopped'], { cwd });
    expect(verified.stdout).toContain('as it was recorded');
    expect(verified.code).toBe(75);
  });

  test('while modules load exits with 75 too', async () => {
    const loading =
      "process.kill(process.pid, 'SIGINT');\n" +
      'await new Promise((loaded) => setTimeout(loaded, 20_000));\n';
    const build = planted('harness/cli/command-line.js', (code) => loading + code);
    const { code, stdout, stderr } = await vivarium(short, { cwd, build });
    expect(stdout + stderr).toBe('');
    expect(code).toBe(75);
  });

  test('a second time ends at once', async () => {
    const module = pathToFileURL(join(builtCli(), 'harness/cli/interrupts.js')).href;
    const script = `
      import { Interrupts } from ${JSON.stringify(module)};
      new Interrupts(() => process.stderr.write('restored\\n'));
      setTimeout(() => process.kill(process.pid, 'SIGINT'), 10);
      setTimeout(() => process.kill(process.pid, 'SIGINT'), 50);
      setTimeout(() => process.kill(process.pid, 'SIGTERM'), 900);
      setTimeout(() => process.exit(1), 20000);
    `;
    const ended = spawnSync(process.execPath, ['--input-type=module', '--eval', script]);
    expect(ended.status).toBe(75);
    expect(ended.stderr.toString().match(/restored/g)).toHaveLength(2);
    expect(ended.stderr.toString().match(/Stopping/g)).toHaveLength(1);
  });
});

describe('a defect of our own', () => {
  const sentence =
    /^vivarium: This is a defect in vivarium itself \(planted\): please report it, see (.*)\.\n/m;

  test('in the run leaves the history, and its details beside it', async () => {
    const build = planted('harness/schedule.js', (code) =>
      code.replace(
        'onAnswered(client) {',
        'onAnswered(client) { this.left ??= 30;' +
          " if (--this.left < 0) throw new Error('planted');",
      ),
    );
    const { code, stdout, stderr } = await vivarium([...short, '--json', '--out', 'a'], {
      cwd,
      build,
    });
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/ {4}at /);
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^npx vivarium run mixed --seed short/);
    expect(stdout).toBe('');
    expect(code).toBe(70);
    expect(readdirSync(join(cwd, 'a')).toSorted()).toEqual([
      'crash.txt',
      'history.jsonl.gz',
      'plan.json',
      'replies.bin.gz',
    ]);
    expect(readFileSync(join(cwd, 'a/crash.txt'), 'utf8')).toMatch(/Error: planted\n {4}at /);
    // What was recorded can be judged as far as it goes.
    const verified = await vivarium(['verify', 'a'], { cwd });
    expect(verified.stdout).toContain('no result was recorded');
  });

  test('after the run leaves the history too, and --debug shows the details', async () => {
    const build = planted('harness/judge.js', (code) =>
      code.replace('export function judge(options) {', "$& throw new Error('planted');"),
    );
    const words = [...short, '--debug', '--out', 'b'];
    const { code, stderr } = await vivarium(words, { cwd, build });
    expect(stderr).toMatch(sentence);
    expect(stderr).toMatch(/Error: planted\n {4}at /);
    expect(code).toBe(70);
    expect(readdirSync(join(cwd, 'b'))).toContain('history.jsonl.gz');
    // The defect mended, nothing has to be run again.
    expect((await vivarium(['report', 'b'], { cwd })).code).toBe(0);
    expect((await vivarium(['verify', 'b'], { cwd })).code).toBe(0);
  });

  test('that no one waits for saves the history as well', async () => {
    const build = planted('harness/schedule.js', (code) =>
      code.replace(
        'onAnswered(client) {',
        "$& setImmediate(() => { throw new Error('planted'); });",
      ),
    );
    const { code, stderr } = await vivarium([...short, '--out', 'c'], { cwd, build });
    expect(stderr).toMatch(sentence);
    expect(code).toBe(70);
    expect(readdirSync(join(cwd, 'c'))).toContain('history.jsonl.gz');
  });

  test('in loading a command is a sentence too', async () => {
    const build = planted('harness/cli/commands/run.js', () => "throw new Error('planted');\n");
    const { code, stderr } = await vivarium(short, { cwd, build });
    const file = sentence.exec(stderr)?.[1] ?? '';
    expect(readFileSync(file, 'utf8')).toMatch(/Error: planted/);
    rmSync(file);
    expect(code).toBe(70);
  });
});

test.skipIf(process.platform === 'win32')(
  'a file that cannot be written leaves no half of it',
  () => {
    const main = join(builtCli(), 'harness/cli/main.js');
    // Files of more than 4 KiB are refused, as on a full disk.
    const run = `"${process.execPath}" "${main}" ${short.join(' ')} --out full`;
    const command = `ulimit -f 8; exec ${run}`;
    const { status, stderr } = spawnSync('sh', ['-c', command], { cwd });
    expect(stderr.toString()).toMatch(/^vivarium: full\/.* cannot be written: .*\.$/m);
    expect(status).toBe(69);
    expect(readdirSync(join(cwd, 'full')).filter((name) => name.includes('unfinished'))).toEqual(
      [],
    );
  },
);
