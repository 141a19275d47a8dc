import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtCli, emptyFolder, vivarium } from './built-cli.ts';

const cwd = emptyFolder();

beforeAll(async () => {
  builtCli();
  const run = ['run', '--requests', '20', '--faults', 'none', '--quiet'];
  await vivarium([...run, '--seed', 'one', '--out', 'one'], { cwd });
  await vivarium([...run, '--seed', 'one', '--out', 'again'], { cwd });
  await vivarium([...run, '--seed', 'two', '--out', 'two'], { cwd });
}, 120_000);

afterAll(() => rmSync(cwd, { recursive: true }));

describe('report with two runs', () => {
  test('sets them side by side in the present folder', async () => {
    const { code, stdout } = await vivarium(['report', 'one', 'two'], { cwd });
    expect(stdout).toBe('comparison  comparison.html\n');
    expect(code).toBe(0);
    const html = readFileSync(join(cwd, 'comparison.html'), 'utf8');
    expect(html).toContain('>Two plans</h1>');
    expect(html).toContain('<h2>A <span class="mute">one</span></h2>');
  });

  test('knows the same when it sees it', async () => {
    mkdirSync(join(cwd, 'shelf'));
    const { stdout } = await vivarium(['report', 'one', 'again', '--out', 'shelf'], { cwd });
    const file = join('shelf', 'comparison.html');
    expect(stdout).toBe(`comparison  ${file}\n`);
    expect(readFileSync(join(cwd, file), 'utf8')).toContain('>Same plan, same fingerprint</h1>');
  });

  test('says which of them is missing', async () => {
    const { code, stderr } = await vivarium(['report', 'one', 'nowhere'], { cwd });
    expect(stderr).toContain('There is no run nowhere');
    expect(code).toBe(64);
  });
});

test('report with one run writes into its folder only', async () => {
  rmSync(join(cwd, 'one/report.html'));
  const { code } = await vivarium(['report', 'one'], { cwd });
  expect(code).toBe(0);
  expect(existsSync(join(cwd, 'one/report.html'))).toBe(true);
  const refused = await vivarium(['report', 'one', '--out', 'x.html'], { cwd });
  expect(refused.stderr).toContain('--out is for two runs');
  expect(refused.code).toBe(64);
});
