import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Result } from '../../harness/result.ts';
import { builtCli, emptyFolder, installBuild, vivarium } from './built-cli.ts';

const cwd = emptyFolder();
const examples = fileURLToPath(new URL('../../examples', import.meta.url));
const escrow = readFileSync(join(examples, 'escrow.mjs'), 'utf8');
const small = ['--seed', 'own', '--requests', '60', '--quiet'];
const resultOf = (folder: string): Result =>
  JSON.parse(readFileSync(join(cwd, folder, 'result.json'), 'utf8')) as Result;
const verdictsOf = (folder: string): object =>
  Object.fromEntries(resultOf(folder).checkers.map(({ name, verdict }) => [name, verdict]));

/** A workload in which each part can be replaced by another. */
function source(parts: Readonly<Record<string, string>> = {}): string {
  const part = (name: string, usual: string): string => parts[name] ?? usual;
  return `
import { encodeBatch, operations } from 'vivarium';
${part('before', '')}
export const workload = {
  name: ${part('name', "'mine'")},
  purpose: 'Looks up accounts that are not there.',
  parameters: ${part('parameters', '[]')},
  stages: ${part('stages', "(_, requests) => [{ name: 'look', requests, role: 'load' }]")},
  open: ${part('open', `(seed) => ({ request: ${part('request', plainRequest)} })`)},
};
${part('after', '')}
`;
}

const plainRequest = `(stage, index) => ({
    operation: operations.lookup_accounts,
    body: encodeBatch('lookup_accounts', [BigInt(index + 1)]),
    events: 1,
    expected: () => null,
  })`;

interface Told {
  readonly code: number;
  readonly stderr: string;
}

/** What commands say and exit with, one after the other: starting a process for each takes long. */
function inOneProcess(commands: readonly (readonly string[])[]): readonly Told[] {
  const script = `
    import { commandLine } from ${moduleOf('command-line')};
    import { explain } from ${moduleOf('explain-error')};
    const told = [];
    const { write } = process.stdout;
    for (const words of ${JSON.stringify(commands)}) {
      let stderr = '';
      process.stderr.write = (text) => (stderr += text);
      process.stdout.write = () => true;
      const code = await commandLine(words).catch((error) => explain(error, false));
      told.push({ code, stderr });
    }
    process.stdout.write = write;
    console.log(JSON.stringify(told));
  `;
  const node = [process.execPath, ['--input-type=module', '--eval', script], { cwd }] as const;
  const { stdout, stderr } = spawnSync(...node);
  expect(stderr.toString()).toBe('');
  return JSON.parse(stdout.toString()) as Told[];
}

function moduleOf(name: string): string {
  return JSON.stringify(pathToFileURL(join(builtCli(), 'harness', 'cli', `${name}.js`)).href);
}

function write(file: string, text: string): void {
  writeFileSync(join(cwd, file), text);
}

beforeAll(() => {
  installBuild(cwd);
  cpSync(examples, join(cwd, 'examples'), { recursive: true });
}, 120_000);

afterAll(() => rmSync(cwd, { recursive: true }));

describe('the examples', () => {
  test('escrow passes, in two phases, some of them expired', async () => {
    const words = ['run', './examples/escrow.mjs', '--seed', 'own', '--requests', '300', '--quiet'];
    const { code, stdout, stderr } = await vivarium([...words, '--out', 'escrow'], { cwd });
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(
      'npx vivarium run ./examples/escrow.mjs --seed own --requests 300',
    );
    const { workload, counts } = resultOf('escrow');
    expect(workload).toBe('escrow');
    expect(counts.createStatuses['create_transfers.created']).toBeGreaterThan(500);
    // Pulses, which expire orders, are ops that nobody asked for.
    expect(counts.ops).toBeGreaterThan(counts.requests + 10);
  });

  test('wallet passes, and its checker stands beside the others, in the reports too', async () => {
    const words = ['run', './examples/wallet.mjs', '--set', 'feePercent=5', ...small];
    const { code, stdout } = await vivarium([...words, '--out', 'wallet'], { cwd });
    expect(stdout).toMatch(/pass {4}fees {2,}\d+ fees/);
    expect(code).toBe(0);
    expect(verdictsOf('wallet')).toMatchObject({ model: 'pass', fees: 'pass' });
    expect(readFileSync(join(cwd, 'wallet/report.html'), 'utf8')).toContain('sum of');
    expect(readFileSync(join(cwd, 'wallet/plan.json'), 'utf8')).toContain('"feePercent": 5');
  });

  test('the checker of wallet catches fees that were never taken', async () => {
    const honest = readFileSync(join(examples, 'wallet.mjs'), 'utf8');
    const half = 'sum += transfer.amount / 2n;';
    write('examples/greedy.mjs', honest.replace('sum += transfer.amount;', half));
    const words = ['run', './examples/greedy.mjs', ...small, '--out', 'greedy'];
    const { code, stdout } = await vivarium(words, { cwd });
    expect(stdout).toMatch(/The account of the fees holds \d+, but \d+ fees come to \d+\./);
    expect(code).toBe(1);
    expect(verdictsOf('greedy')).toMatchObject({ model: 'pass', fees: 'fail' });
  });

  test('parameters are refused as those of built-in workloads are', async () => {
    const words = ['run', 'examples/wallet.mjs', ...small, '--set'];
    const misspelt = await vivarium([...words, 'walets=5'], { cwd });
    expect(misspelt.stderr).toContain('no parameter "walets"; did you mean wallets?');
    const wrong = await vivarium([...words, 'wallets=1'], { cwd });
    expect(wrong.stderr).toContain('wallets must be a whole number from 2 to 1000000.');
    expect([misspelt.code, wrong.code]).toEqual([64, 64]);
  });
});

describe('a run that was recorded', () => {
  beforeAll(async () => {
    write('kept.mjs', escrow);
    const { code } = await vivarium(['run', 'kept.mjs', ...small, '--out', 'runs/kept'], { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(readFileSync(join(cwd, 'runs/kept/plan.json'), 'utf8'))).toMatchObject({
      workload: {
        name: 'escrow',
        module: { path: './kept.mjs', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown },
      },
    });
  }, 120_000);

  test('is replayed and verified later, from elsewhere too', async () => {
    const replayed = await vivarium(['replay', 'runs/kept', '--quiet', '--out', 'replayed'], {
      cwd,
    });
    expect(replayed.stdout).toContain('The fingerprint is the same as the recorded one.');
    expect(replayed.code).toBe(0);
    mkdirSync(join(cwd, 'elsewhere'));
    const verified = await vivarium(['verify', '../runs/kept'], { cwd: join(cwd, 'elsewhere') });
    expect(verified.stderr).toBe('');
    expect(verified.stdout).toContain('as it was recorded');
    expect(verified.code).toBe(0);
    const again = await vivarium(
      ['run', '--plan', 'runs/kept/plan.json', '--quiet', '--out', 'planned'],
      { cwd },
    );
    expect(again.code).toBe(0);
    expect(resultOf('planned').fingerprint).toBe(resultOf('runs/kept').fingerprint);
  });

  test('says that its workload was changed, or is gone; a report needs none', async () => {
    write('kept.mjs', `${escrow}// changed\n`);
    const changed = await vivarium(['verify', 'runs/kept'], { cwd });
    expect(changed.stderr).toBe(
      'vivarium: runs/kept/plan.json was made with the workload ./kept.mjs, which has been ' +
        'changed since: put back what it was, or begin anew with "vivarium run kept.mjs".\n',
    );
    expect(changed.code).toBe(64);
    rmSync(join(cwd, 'kept.mjs'));
    const gone = await vivarium(['replay', 'runs/kept', '--out', 'gone'], { cwd });
    expect(gone.stderr).toBe(
      'vivarium: runs/kept/plan.json was made with the workload ./kept.mjs, which is gone: put ' +
        'it back, or go to the folder that it is below.\n',
    );
    expect(gone.code).toBe(64);
    expect((await vivarium(['report', 'runs/kept'], { cwd })).code).toBe(0);
  });
});

describe('a mistake in a workload is told as the user’s', () => {
  const thrower = `(stage, index) => {
    if (index === 7) throw new Error('seven is too much');
    return (${plainRequest})(stage, index);
  }`;
  const changed = (change: string): string =>
    `(stage, index) => ({ ...(${plainRequest})(stage, index), ${change} })`;
  const cases: readonly (readonly [string, string, RegExp])[] = [
    [
      'a syntax error',
      'export const workload = {;',
      /bad\.mjs is not JavaScript: .*; "node --check 0\/bad\.mjs" shows where\.$/m,
    ],
    [
      'an import of what is not there',
      "import './nowhere.mjs';",
      /bad\.mjs: it cannot be loaded: Cannot find module/,
    ],
    [
      'an error while it loads',
      "\n\nthrow new Error('not today');",
      /bad\.mjs:3: it cannot be loaded: not today\./,
    ],
    ['nothing in it', '', /bad\.mjs exports no workload: write "export const workload = /],
    ['a name that is taken', source({ name: "'mixed'" }), /"mixed" is a built-in workload/],
    ['no name', source({ name: "''" }), /workload\.name must be a line of text\./],
    ['no parameters', source({ parameters: '{}' }), /workload\.parameters must be a list of/],
    [
      'defaults that it refuses itself',
      source({
        before: "import { WorkloadError } from 'vivarium';",
        open: "() => { throw new WorkloadError('most must be 1.', 'most'); }",
      }),
      /bad\.mjs: its workload refuses its own defaults: most must be 1\./,
    ],
    ['no stages', source({ stages: '[]' }), /workload\.stages must be a function\./],
    ['stages that are none', source({ stages: '() => 3' }), /stages\(\) must return a list of/],
    [
      'stages that throw',
      source({ stages: "() => { throw new TypeError('which?'); }" }),
      /bad\.mjs:8: stages\(\) failed: which\?/,
    ],
    [
      'half a request',
      source({ stages: "() => [{ name: 'a', requests: 1.5, role: 'load' }]" }),
      /as stage 0 must have a whole number of requests, not 1\.5\./,
    ],
    [
      'load behind the last look',
      source({
        stages:
          "() => [{ name: 'a', requests: 1, role: 'settle' }, " +
          "{ name: 'b', requests: 1, role: 'load' }]",
      }),
      /as stage 1 must stand before the stages that settle\./,
    ],
    ['no open', source({ open: '() => null' }), /open\(\) must return an object with a function/],
    ['an open that throws', source({ open: '() => seed' }), /open\(\) failed: seed is not defined/],
    [
      'a request that throws',
      source({ request: thrower }),
      /bad\.mjs:\d+: request 7 of stage "look" cannot be made: seven is too much\./,
    ],
    [
      'no request at all',
      source({ request: '() => undefined' }),
      /request 0 of stage "look" has no operation/,
    ],
    [
      'a body that is none',
      source({ request: changed("body: 'id 1'") }),
      /has no body: make one with encodeBatch\(\)/,
    ],
    [
      'a body of another operation',
      source({ request: changed('operation: operations.create_accounts') }),
      /request \d of stage "look" is not a valid create_accounts of at most \d+ bytes/,
    ],
    [
      'an operation of the replicas',
      source({ request: changed('operation: operations.pulse, body: new Uint8Array()') }),
      /is not a valid pulse/,
    ],
    [
      'a wrong number of events',
      source({ request: changed('events: 2') }),
      /says that it has 2 events, and it has 1\./,
    ],
    [
      'chance',
      source({ request: changed("body: encodeBatch('lookup_accounts', [BigInt(Date.now())])") }),
      /bad\.mjs: request \d+ of stage "look" has other bytes when it is asked for again/,
    ],
    [
      'state',
      source({
        before: 'let made = 0n;',
        request: changed("body: encodeBatch('lookup_accounts', [(made += 1n)])"),
      }),
      /has other bytes when it is asked for again, so the run proves nothing/,
    ],
    [
      'a checker without a check',
      source({
        after: "export const checkers = [{ name: 'c', about: 'C.', property: 'safety' }];",
      }),
      /checkers\[0\] must be \{ name, about, property, check \}/,
    ],
    [
      'a checker with the name of another',
      source({
        after:
          "export const checkers = [{ name: 'model', about: 'C.', property: 'safety', " +
          'check: () => null }];',
      }),
      /there is a checker "model" already/,
    ],
  ];

  let told: readonly Told[] = [];
  beforeAll(() => {
    told = inOneProcess(
      cases.map(([, text], position) => {
        mkdirSync(join(cwd, `${position}`));
        write(`${position}/bad.mjs`, text);
        return ['run', `${position}/bad.mjs`, ...small, '--out', `${position}/run`];
      }),
    );
  }, 120_000);

  test.each(cases.map(([name, , sentence], position) => [name, sentence, position] as const))(
    '%s',
    (_, sentence, position) => {
      const { code, stderr } = told[position]!;
      expect(stderr).toMatch(sentence);
      expect(stderr).toMatch(/^vivarium: /m);
      expect(stderr).not.toMatch(/ {4}at |defect/);
      expect(code).toBe(64);
    },
  );

  test('a file that is not there, or not one that Node loads', async () => {
    const nowhere = await vivarium(['run', './nowhere.mjs'], { cwd });
    expect(nowhere.stderr).toBe(
      'vivarium: The workload ./nowhere.mjs does not exist: check the path.\n',
    );
    const named = await vivarium(['run', 'mine.mjz'], { cwd });
    expect(named.stderr).toContain('There is no workload "mine.mjz"');
    expect([nowhere.code, named.code]).toEqual([64, 64]);
  });

  test.each([
    ['throws', "() => { throw new Error('oh'); }", 'proves nothing: oh'],
    ['answers nothing', '() => {}', 'what the check returns as verdict must be pass, fail or'],
    [
      'answers later',
      "async () => ({ verdict: 'pass', checked: 1, unit: 'things', why: 'Yes.', events: [] })",
      'and not be promised for later',
    ],
    [
      'checked nothing',
      "() => ({ verdict: 'pass', checked: 0, unit: 'things', why: 'Fine.', events: [] })",
      'Nothing was checked: Fine.',
    ],
  ])('a checker that %s cannot tell', async (name, check, why) => {
    const after = `export const checkers = [
      { name: 'odd', about: 'Odd.', property: 'safety', check: ${check} },
    ];`;
    write('odd.mjs', escrow + after);
    const out = name.replace(' ', '-');
    const { code, stderr } = await vivarium(['run', 'odd.mjs', ...small, '--out', out], { cwd });
    expect(stderr).toBe('');
    expect(code).toBe(2);
    expect(verdictsOf(out)).toMatchObject({ model: 'pass', odd: 'unknown' });
    expect(resultOf(out).checkers.at(-1)?.why).toContain(why);
  });
});
