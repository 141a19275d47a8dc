import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Result } from '../../harness/result.ts';
import { type Ended, emptyFolder, vivarium } from './built-cli.ts';

const cwd = emptyFolder();
const small = ['run', 'mixed', '--seed', 'e2e', '--requests', '40'];
const read = (file: string): string => readFileSync(join(cwd, file), 'utf8');
const resultOf = (folder: string): Result => JSON.parse(read(`${folder}/result.json`)) as Result;

/** The words of a line that begins with `npx vivarium`, as a shell would split it. */
function wordsOf(line: string): string[] {
  expect(line).toMatch(/^npx vivarium /);
  return line
    .replace(/^npx vivarium /, '')
    .match(/(?:'[^']*'|[^\s'])+/g)!
    .map((word) => word.replaceAll("'", ''));
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}

afterAll(() => rmSync(cwd, { recursive: true }));

describe('a run', () => {
  let first: Ended;
  beforeAll(async () => {
    first = await vivarium([...small, '--out', 'first'], { cwd });
  }, 120_000);

  test('passes, with the seed first and the line that reproduces it last', () => {
    expect(first.stderr + first.stdout).not.toMatch(/ {4}at /);
    expect(first.code).toBe(0);
    expect(first.stdout.split('\n')[0]).toBe('seed e2e');
    expect(first.stdout).toContain('report  first/report.html');
    expect(lastLine(first.stdout)).toBe('npx vivarium run mixed --seed e2e --requests 40');
  });

  test('leaves its folder whole, with nothing unfinished in it', () => {
    expect(readdirSync(join(cwd, 'first')).toSorted()).toEqual([
      'history.jsonl.gz',
      'junit.xml',
      'plan.json',
      'replies.bin.gz',
      'report.html',
      'result.json',
      'summary.md',
    ]);
    expect(resultOf('first')).toMatchObject({ verdict: 'pass', exit: 0, seed: 'e2e' });
  });

  test.each([
    [
      'far in the east',
      { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
      [],
    ],
    ['quiet in the west', { TZ: 'America/St_Johns', LANG: 'C', LC_ALL: 'C' }, ['--quiet']],
  ])('is the same %s', async (name, env, words) => {
    const ended = await vivarium([...small, ...words, '--out', name], { cwd, env });
    expect(ended.code).toBe(0);
    expect(resultOf(name).fingerprint).toBe(resultOf('first').fingerprint);
    for (const file of ['plan.json', 'history.jsonl.gz', 'replies.bin.gz']) {
      expect(
        readFileSync(join(cwd, name, file)).equals(readFileSync(join(cwd, 'first', file))),
        file,
      ).toBe(true);
    }
    expect(ended.stdout.replaceAll(name, 'first')).toBe(first.stdout);
    if (words.length > 0) expect(ended.stderr).toBe('');
  });

  test('with --json says nothing but the result on stdout', async () => {
    const ended = await vivarium([...small, '--json', '--out', 'json'], { cwd });
    expect(ended.code).toBe(0);
    const result = JSON.parse(ended.stdout) as Result;
    expect(result).toEqual(resultOf('json'));
    expect(result.fingerprint).toBe(resultOf('first').fingerprint);
    expect(Object.keys(result)).toEqual(
      expect.arrayContaining([
        'verdict',
        'exit',
        'seed',
        'fingerprint',
        'cluster',
        'checkers',
        'counts',
      ]),
    );
    expect(ended.stderr.split('\n')[0]).toBe('seed e2e');
    expect(lastLine(ended.stderr)).toBe('npx vivarium run mixed --seed e2e --requests 40');
  });

  test('without a seed draws one, and its last line does the same again', async () => {
    const drawn = [
      'run',
      '--duration',
      '2s',
      '--replicas',
      '1',
      '--clients',
      '2',
      '--faults',
      'none',
    ];
    const ended = await vivarium(drawn, { cwd });
    expect(ended.code).toBe(0);
    const seed = /^seed ([a-z2-9]{12})\n/.exec(ended.stdout)?.[1];
    const [folder = ''] = readdirSync(join(cwd, 'runs'));
    expect(folder).toMatch(
      new RegExp(`^\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\dZ-mixed-${seed}$`),
    );
    const again = await vivarium([...wordsOf(lastLine(ended.stdout)), '--out', 'again'], { cwd });
    expect(again.code).toBe(0);
    expect(resultOf('again').fingerprint).toBe(resultOf(`runs/${folder}`).fingerprint);
  });

  test('takes any text for a seed', async () => {
    const words = ['run', "--seed=-it's $HOME", '--requests', '1', '--faults', 'none', '--quiet'];
    const ended = await vivarium([...words, '--out', 'odd'], { cwd });
    expect(lastLine(ended.stdout)).toBe(
      `npx vivarium run mixed '--seed=-it'\\''s $HOME' --requests 1 --faults none`,
    );
    expect(resultOf('odd').seed).toBe("-it's $HOME");
    const invisible = await vivarium(
      ['run', '--seed', 'a\nb', '--requests', '1', '--faults', 'none', '--out', 'invisible'],
      { cwd },
    );
    expect(invisible.stdout.split('\n')[0]).toBe('seed "a\\nb"');
    expect(lastLine(invisible.stdout)).toBe('npx vivarium replay invisible');
  });

  test('goes on, and passes, where nobody reads what it says', async () => {
    const { start } = await import('./built-cli.ts');
    const { child, ended } = start([...small, '--out', 'unread'], { cwd });
    child.stdout?.destroy();
    child.stderr?.destroy();
    expect((await ended).code).toBe(0);
    expect(resultOf('unread').fingerprint).toBe(resultOf('first').fingerprint);
  });
});

describe('a plan', () => {
  test('runs from the file of a run, with the same fingerprint', async () => {
    const ended = await vivarium(['run', '--plan', 'first/plan.json', '--out', 'plan'], { cwd });
    expect(ended.code).toBe(0);
    expect(resultOf('plan').fingerprint).toBe(resultOf('first').fingerprint);
    expect(read('plan/plan.json')).toBe(read('first/plan.json'));
    expect(lastLine(ended.stdout)).toBe('npx vivarium replay plan');
  });

  test('takes its faults from a file', async () => {
    writeFileSync(
      join(cwd, 'storm.yaml'),
      '- { kind: crash, from: 1s, until: 1.5s, replica: primary, lost: 1/2, torn: 1/2 }\n',
    );
    const ended = await vivarium([...small, '--faults', 'storm.yaml', '--out', 'storm'], { cwd });
    expect(ended.code).toBe(0);
    expect(resultOf('storm').counts.crashes).toBe(1);
    expect(lastLine(ended.stdout)).toBe('npx vivarium replay storm');
  });
});

describe('replay', () => {
  test('says that the same happened', async () => {
    const ended = await vivarium(['replay', 'first', '--out', 'replayed'], { cwd });
    expect(ended.stdout).toContain('The fingerprint is the same as the recorded one.');
    expect(ended.code).toBe(0);
    expect(lastLine(ended.stdout)).toBe('npx vivarium replay first');
  });

  test('of a plan that another history was recorded for exits with 6', async () => {
    const plan = read('first/plan.json').replace('"seed": "e2e"', '"seed": "other"');
    const { cpSync } = await import('node:fs');
    cpSync(join(cwd, 'first'), join(cwd, 'forged'), { recursive: true });
    writeFileSync(join(cwd, 'forged/plan.json'), plan);
    const ended = await vivarium(['replay', 'forged', '--json', '--out', 'differs'], { cwd });
    expect(ended.code).toBe(6);
    expect(ended.stderr).toMatch(
      /did not run the same twice.*first event that differs is number \d+/s,
    );
    expect(JSON.parse(ended.stdout)).toMatchObject({ verdict: 'fail', exit: 6 });
  });

  test('of a run that was killed runs its plan', async () => {
    const { mkdirSync } = await import('node:fs');
    mkdirSync(join(cwd, 'killed'));
    writeFileSync(join(cwd, 'killed/plan.json'), read('first/plan.json'));
    const ended = await vivarium(['replay', 'killed', '--quiet', '--out', 'revived'], { cwd });
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain('There is no recorded run to compare with');
    expect(resultOf('revived').fingerprint).toBe(resultOf('first').fingerprint);
  });
});

describe('report', () => {
  test('makes the same reports anew, of the run that is named or the latest', async () => {
    const before = read('first/report.html');
    for (const file of ['report.html', 'summary.md', 'junit.xml']) rmSync(join(cwd, 'first', file));
    const ended = await vivarium(['report', 'first'], { cwd });
    expect(ended.code).toBe(0);
    expect(lastLine(ended.stdout)).toBe('report  first/report.html');
    expect(read('first/report.html') === before).toBe(true);
    const latest = await vivarium(['report'], { cwd });
    expect(lastLine(latest.stdout)).toMatch(/^report {2}runs\/.*-mixed-.*\/report\.html$/);
  });

  test('judges a run that was broken off before it was judged', async () => {
    rmSync(join(cwd, 'plan/result.json'));
    expect((await vivarium(['report', 'plan'], { cwd })).code).toBe(0);
    expect(existsSync(join(cwd, 'plan/result.json'))).toBe(true);
    expect(resultOf('plan').fingerprint).toBe(resultOf('first').fingerprint);
  });
});
