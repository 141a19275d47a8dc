import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtCli, emptyFolder, vivarium } from './cli/built-cli.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const cwd = emptyFolder();

/** Where the package is, as a word of code. */
const door = JSON.stringify(join(builtCli(), 'index.js'));

/** The first block of that language that contains `text`. */
function block(language: string, text: string): string {
  const blocks = [...readme.matchAll(/```(\w+)\n([\s\S]*?)```/g)];
  const found = blocks.find(([, name, code]) => name === language && code?.includes(text));
  if (found?.[2] === undefined) throw new Error(`README has no ${language} block with ${text}`);
  return found[2];
}

const commands = block('sh', 'npx vivarium')
  .trim()
  .split('\n')
  .map((line) => line.replace(/#.*/, '').replace('npx vivarium ', '').trim().split(' '));

beforeAll(async () => {
  symlinkSync(join(root, 'test', 'recordings'), join(cwd, 'recordings'));
  const wallet = readFileSync(join(root, 'examples', 'wallet.mjs'), 'utf8');
  mkdirSync(join(cwd, 'examples'));
  writeFileSync(join(cwd, 'examples', 'wallet.mjs'), wallet.replaceAll("'vivarium'", door));
  const { code } = await vivarium(['run', '--requests', '60', '--out', 'runs/one'], { cwd });
  expect(code).toBe(0);
}, 120_000);

afterAll(() => rmSync(cwd, { recursive: true }));

/** Runs become small; stand-ins for what a reader would fill in become what there is. */
function fillIn(words: readonly string[]): string[] {
  const filled = words.flatMap((word) => {
    if (word === 'recordings/*.jsonl.gz') return ['recordings/directed.jsonl.gz'];
    if (word === '2m') return ['3s'];
    if (word === '200') return ['2'];
    return [word.replace('runs/…', 'runs/one')];
  });
  const sized = /--(requests|duration|plan)/.test(filled.join(' '));
  return ['run', 'plan'].includes(filled[0] ?? '') && !sized
    ? [...filled, '--requests', '60']
    : filled;
}

test.each(commands.map((words) => [words.join(' '), words] as const))(
  'npx vivarium %s',
  async (_, words) => {
    const { code, stderr } = await vivarium(fillIn(words), { cwd });
    expect(stderr).not.toMatch(/^vivarium:/m);
    expect(code).toBe(0);
  },
);

test('the file of faults is one', async () => {
  writeFileSync(join(cwd, 'faults.yaml'), block('yaml', 'kind: crash'));
  const words = [
    'run',
    '--faults',
    'faults.yaml',
    '--duration',
    '31s',
    '--out',
    'faulty',
    '--json',
  ];
  const { code, stdout } = await vivarium(words, { cwd });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ verdict: 'pass', counts: { faults: 4, crashes: 1 } });
});

test('the example of code runs', async () => {
  const code = block('ts', 'encodeBatch').replace("'vivarium'", door);
  mkdirSync(join(cwd, 'code'));
  const file = join(cwd, 'code', 'example.mjs');
  writeFileSync(file, code.replace('console.log(', 'export const printed = ('));
  const { printed } = (await import(file)) as { printed: unknown };
  expect(printed).toEqual([
    { status: 4294967295, timestamp: 999n },
    { status: 4294967295, timestamp: 1000n },
  ]);
});

test.each([...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => target as string))(
  'the link to %s leads somewhere',
  (target) => {
    if (!target.startsWith('https://')) readFileSync(join(root, target));
  },
);

test('the first screen has the two commands', () => {
  const screen = readme.split('\n').slice(0, 15).join('\n');
  expect(screen).toContain('npm ci && npm start');
  expect(screen).toContain('npm ci && npm test');
});
