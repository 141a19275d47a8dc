import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { presets } from '../../fault-injector/presets.ts';
import { scenarios } from '../../fault-injector/scenarios/catalogue.ts';
import { checkers } from '../../harness/checkers/catalogue.ts';
import { faultPurposes } from '../../harness/fault-kinds.ts';
import { catalogue } from '../../workloads/catalogue.ts';
import { builtCli, emptyFolder, vivarium } from './built-cli.ts';

describe('list', () => {
  test('shows every workload, preset, scenario and checker, each with what it is for', async () => {
    const { code, stdout } = await vivarium(['list'], { cwd: emptyFolder() });
    expect(code).toBe(0);
    const text = stdout.replaceAll(/\s+/g, ' ');
    const faults = Object.entries(faultPurposes).map(([name, about]) => ({ name, about }));
    const workloads = catalogue.map(({ name, purpose }) => ({ name, about: purpose }));
    for (const { name, about } of [
      ...workloads,
      ...presets,
      ...scenarios,
      ...faults,
      ...checkers,
    ]) {
      expect(text).toContain(` ${name} ${about}`);
    }
  });

  test('shows the parameters of a workload as --set takes them', async () => {
    const { code, stdout } = await vivarium(['list', 'mixed'], { cwd: emptyFolder() });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}accounts=\d+ +\S.* It must be/m);
    expect(stdout).toMatch(/^ {2}transfers\.closing=\d+$/m);
    expect(stdout).not.toContain('bodySizeMax');
  });

  test('gives the same as JSON, and one section where one is asked for', async () => {
    const { stdout } = await vivarium(['list', 'workloads', '--json'], { cwd: emptyFolder() });
    const listed = JSON.parse(stdout) as { workloads: { name: string }[] };
    expect(Object.keys(listed)).toEqual(['workloads']);
    expect(listed.workloads.map(({ name }) => name)).toEqual(catalogue.map(({ name }) => name));
  });

  test('a section that is not there', async () => {
    const { code, stderr } = await vivarium(['list', 'workload'], { cwd: emptyFolder() });
    expect(code).toBe(64);
    expect(stderr).toContain('did you mean workloads?');
  });
});

describe('doctor', () => {
  test('looks at all that it names, and passes where nothing needed lacks', async () => {
    const { code, stdout } = await vivarium(['doctor', '--json'], { cwd: emptyFolder() });
    const { healthy, findings } = JSON.parse(stdout) as {
      healthy: boolean;
      findings: { what: string; state: string }[];
    };
    expect(findings.map(({ what }) => what)).toEqual([
      'Node',
      'cores',
      'memory',
      'disk',
      'io_uring',
      'official server',
      'browser',
    ]);
    expect(healthy).toBe(true);
    expect(code).toBe(0);
  });

  test('an official server that does not run is said, and is no harm', async () => {
    const env = { VIVARIUM_TIGERBEETLE: '/dev/null' };
    const { code, stdout } = await vivarium(['doctor'], { cwd: emptyFolder(), env });
    expect(code).toBe(0);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('/dev/null: it does not run');
  });
});

/** A folder of runs as they lie on the disk: `verdict` null where none was written. */
function recorded(runs: readonly { stamp: string; verdict: string | null }[]): string {
  const cwd = emptyFolder();
  for (const { stamp, verdict } of runs) {
    const folder = join(cwd, 'runs', `${stamp}-mixed-k`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'plan.json'), '{}');
    const counts = { requests: 2000, faults: 63 };
    const result = { vivarium: 'result', verdict, workload: 'mixed', seed: 'k', counts };
    if (verdict !== null) writeFileSync(join(folder, 'result.json'), JSON.stringify(result));
  }
  return cwd;
}

describe('runs', () => {
  const five = [
    { stamp: '2026-01-01T00-00-00Z', verdict: 'pass' },
    { stamp: '2026-01-02T00-00-00Z', verdict: 'fail' },
    { stamp: '2026-01-03T00-00-00Z', verdict: null },
    { stamp: '2026-01-04T00-00-00Z', verdict: 'pass' },
    { stamp: '2026-01-05T00-00-00Z', verdict: 'pass' },
  ];

  test('lists the newest first', async () => {
    const cwd = recorded(five);
    const { code, stdout } = await vivarium(['runs'], { cwd });
    expect(code).toBe(0);
    const stamps = [...stdout.matchAll(/2026-01-0\dT/g)].map(([stamp]) => stamp);
    expect(stamps).toEqual(five.map(({ stamp }) => stamp.slice(0, 11)).toReversed());
    expect(stdout).toMatch(/5 runs of \d+ kB below runs\//);
    const { stdout: none } = await vivarium(['runs'], { cwd: emptyFolder() });
    expect(none).toContain('There is no run below runs/ yet');
  });

  test('prunes old runs that passed, and says what stays and why', async () => {
    const cwd = recorded(five);
    const dry = await vivarium(['runs', 'prune', '--keep', '1', '--dry-run'], { cwd });
    expect(dry.stdout).toContain('Would remove 2 runs');
    expect(readdirSync(join(cwd, 'runs'))).toHaveLength(5);
    const { code, stdout } = await vivarium(['runs', 'prune', '--keep', '1'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('its verdict is fail (--failed removes it, too)');
    expect(stdout).toContain('it has no verdict');
    const left = readdirSync(join(cwd, 'runs')).map((name) => name.slice(8, 10));
    expect(left).toEqual(['02', '03', '05']);
    await vivarium(['runs', 'prune', '--keep', '0', '--failed'], { cwd });
    expect(readdirSync(join(cwd, 'runs'))).toHaveLength(0);
  });

  test('prunes by age', async () => {
    const cwd = recorded(five.slice(0, 1));
    const young = join(cwd, 'runs', 'my own name');
    mkdirSync(young);
    writeFileSync(join(young, 'plan.json'), '{}');
    utimesSync(join(young, 'plan.json'), new Date(), new Date());
    await vivarium(['runs', 'prune', '--older-than', '1h', '--failed'], { cwd });
    expect(readdirSync(join(cwd, 'runs'))).toEqual(['my own name']);
  });

  test('leaves alone a run that somebody put something into', async () => {
    const cwd = recorded(five.slice(0, 1));
    writeFileSync(join(cwd, 'runs/2026-01-01T00-00-00Z-mixed-k/notes.md'), 'mine');
    const { stdout } = await vivarium(['runs', 'prune', '--keep', '0', '--failed'], { cwd });
    expect(stdout).toContain('vivarium did not write its notes.md');
    expect(stdout).toContain('Removed no run.');
  });

  test.each([
    [['runs', 'prune'], 'needs --keep or --older-than'],
    [['runs', 'prun'], 'did you mean prune?'],
    [['runs', '--keep', '3'], 'belongs to "vivarium runs prune"'],
    [['runs', 'prune', '--keep', '-1'], 'must be a whole number'],
    [['runs', 'prune', '--older-than', '7'], 'must be a duration'],
  ])('%j', async (words, sentence) => {
    const { code, stderr } = await vivarium(words, { cwd: emptyFolder() });
    expect(code).toBe(64);
    expect(stderr).toContain(sentence);
  });
});

async function completed(...words: string[]): Promise<string[]> {
  const { stdout } = await vivarium(['--complete', ...words], { cwd: emptyFolder() });
  return stdout.split('\n').filter((line) => line !== '');
}

describe('completion', () => {
  test('commands, options, names; nothing where only the shell can know', async () => {
    expect(await completed('re')).toEqual(['replay', 'report']);
    expect(await completed('run', 'mi')).toEqual(['mixed']);
    expect(await completed('run', '--see')).toEqual(['--seed']);
    expect(await completed('run', '--faults', 'def')).toEqual(['default']);
    expect(await completed('run', '--plan', '')).toEqual([]);
    expect(await completed('completion', '')).toEqual(['bash', 'zsh', 'fish']);
    expect(await completed('nothing', '')).toEqual([]);
  });

  const hasBash = spawnSync('bash', ['--version']).status === 0;

  test.skipIf(!hasBash)('the script for bash completes a word in bash', async () => {
    const cwd = emptyFolder();
    const { stdout: script } = await vivarium(['completion', 'bash'], { cwd });
    const main = join(builtCli(), 'harness/cli/main.js');
    const lines = [
      `vivarium() { '${process.execPath}' '${main}' "$@"; }`,
      script,
      'COMP_WORDS=(vivarium run --fau) COMP_CWORD=2',
      '_vivarium',
      'printf "%s\\n" "${COMPREPLY[@]}"',
    ];
    const found = execFileSync('bash', ['-c', lines.join('\n')], { cwd, encoding: 'utf8' });
    expect(found.trim()).toBe('--faults');
  });

  test('a shell that it does not know', async () => {
    const { code, stderr } = await vivarium(['completion', 'bsh'], { cwd: emptyFolder() });
    expect(code).toBe(64);
    expect(stderr).toContain('did you mean bash?');
  });
});

describe('run --set', () => {
  test.each([
    ['accounts', 'takes name=value'],
    ['accuonts=5', 'did you mean accounts?'],
    ['accounts=many', 'must be a whole number'],
    ['transfers.clsing=5', 'did you mean closing?'],
    ['epoch=0', 'follows from the cluster'],
  ])('%s', async (word, sentence) => {
    const words = ['run', '--requests', '20', '--set', word];
    const { code, stderr } = await vivarium(words, { cwd: emptyFolder() });
    expect(code).toBe(64);
    expect(stderr).toContain(sentence);
  });

  test('reaches the plan, and the line that reproduces the run', async () => {
    const cwd = emptyFolder();
    const words = ['run', '--requests', '20', '--set', 'accounts=64', '--set', 'ids=dense'];
    const { stdout } = await vivarium([...words, '--seed', 's', '--json'], { cwd });
    const { reproduce } = JSON.parse(stdout) as { reproduce: string };
    expect(reproduce).toContain('--set accounts=64 --set ids=dense');
  });
});
