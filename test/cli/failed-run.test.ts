import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Trace } from '../../harness/crossing.ts';
import { copyOfBuild, type Ended, emptyFolder, vivarium } from './built-cli.ts';

const cwd = emptyFolder();
let build = '';
let ran: Ended;
const fileOf = (name: string): string => readFileSync(join(cwd, 'failed', name), 'utf8');

beforeAll(async () => {
  build = copyOfBuild();
  // Now and then a transfer debits, and does not credit.
  const rules = join(build, 'harness', 'ledger', 'rules.js');
  const right = readFileSync(rules, 'utf8');
  const credit = 'this.increase(credit, accountWord.credits_posted, amount);';
  const wrong = right.replace(credit, `if (amount[0] % 7 !== 3) ${credit}`);
  expect(wrong).not.toBe(right);
  writeFileSync(rules, wrong);
  const words = ['run', 'mixed', '--requests', '60', '--seed', 'one', '--quiet'];
  ran = await vivarium([...words, '--out', 'failed'], { cwd, build });
}, 120_000);

afterAll(() => {
  rmSync(cwd, { recursive: true });
  rmSync(build, { recursive: true });
});

test('a failed run tells its story wherever it is told of', () => {
  expect(ran.code).toBe(1);
  expect(ran.stdout).toMatch(/^ +1\. \d+\.\d{3} s {2}Client \d sent request/m);
  expect(fileOf('summary.md')).toContain('What happened:\n\n1. ');
  expect(fileOf('summary.md')).toContain('So conservation is violated');
  const html = fileOf('report.html');
  expect(html).toContain('<section id="story"');
  expect(html).toContain('as if <a href="#transfer-T1">transfer T1</a> had never been entered');
  expect(html).not.toContain('The run was not traced');
});

test('it was run once more, for the messages that led to it', () => {
  const trace = JSON.parse(fileOf('trace.json')) as Trace;
  expect(trace).toMatchObject({ vivarium: 'trace', version: 1, leftOut: 0 });
  const commands = new Set(trace.crossings.map(({ command }) => command));
  for (const command of ['request', 'prepare', 'prepare_ok', 'reply']) {
    expect(commands).toContain(command);
  }
  expect(fileOf('trace.json').length).toBeLessThan(500_000);
});

test('report makes the same page anew, and one without arrows where the trace is gone', async () => {
  const html = fileOf('report.html');
  rmSync(join(cwd, 'failed', 'report.html'));
  const again = await vivarium(['report', 'failed'], { cwd, build });
  expect(again.code).toBe(0);
  expect(fileOf('report.html')).toBe(html);
  expect(again.stdout).toContain('Client');
  const trace = fileOf('trace.json');
  rmSync(join(cwd, 'failed', 'trace.json'));
  await vivarium(['report', 'failed'], { cwd, build });
  expect(fileOf('report.html')).toContain('The run was not traced');
  writeFileSync(join(cwd, 'failed', 'trace.json'), trace.slice(0, 100));
  const damaged = await vivarium(['report', 'failed'], { cwd, build });
  expect(damaged.stdout).toContain('trace.json is damaged: remove it');
  expect(damaged.code).toBe(0);
});

test('a run that passes is not run once more', async () => {
  const words = ['run', '--requests', '20', '--faults', 'none', '--seed', 'one', '--quiet'];
  expect((await vivarium([...words, '--out', 'passed'], { cwd })).code).toBe(0);
  expect(existsSync(join(cwd, 'passed', 'trace.json'))).toBe(false);
});
