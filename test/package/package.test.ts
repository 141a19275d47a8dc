import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Result } from '../../harness/result.ts';
import { emptyFolder, install, npm, pack, root, run, vivarium } from './stranger.ts';

const folder = emptyFolder();
const stranger = join(folder, 'stranger');
let tarball = '';
let unreachable: string | null = null;

beforeAll(() => {
  tarball = pack(folder);
  unreachable = install(stranger, tarball);
  if (unreachable !== null) return;
  const examples = join('node_modules', 'vivarium', 'examples');
  cpSync(join(stranger, examples), join(stranger, 'examples'), { recursive: true });
}, 600_000);

afterAll(() => rmSync(folder, { recursive: true }));

/** The files in the tarball. */
function files(): string[] {
  return run('tar', ['tzf', tarball], folder)
    .stdout.trim()
    .split('\n')
    .map((file) => file.replace(/^package\//, ''))
    .toSorted();
}

describe('what is packed', () => {
  test('is the documents, the examples, the schemas and what was compiled', () => {
    expect(files().filter((file) => !/^dist\/[^/]+\//.test(file))).toMatchInlineSnapshot(`
      [
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "README.md",
        "dist/index.d.ts",
        "dist/index.js",
        "examples/escrow.mjs",
        "examples/wallet.mjs",
        "package.json",
        "schemas/faults.json",
        "schemas/plan.json",
      ]
    `);
    const folders = new Set(files().flatMap((file) => /^dist\/([^/]+)\//.exec(file)?.[1] ?? []));
    expect([...folders]).toEqual([
      'cluster',
      'fault-injector',
      'harness',
      'reports',
      'test',
      'workloads',
    ]);
    const tests = files().filter((file) => /^dist\/test\/(?!canaries\/)|[.]test[.]js$/.test(file));
    expect(tests, 'of the tests only the planted bugs come along').toEqual([]);
  });

  test('has a source behind every file of it', () => {
    const compiled = files().filter((file) => file.startsWith('dist/'));
    expect(compiled.length).toBeGreaterThan(300);
    const stray = compiled.filter((file) => {
      const source = file.replace(/^dist\//, '').replace(/(\.d\.ts|\.js)$/, '.ts');
      return !existsSync(join(root, source));
    });
    expect(stray).toEqual([]);
  });

  test('is clean for publint and for "are the types wrong"', { timeout: 300_000 }, () => {
    const { status, stdout } = npm(root, ['run', 'lint:package'], { TARBALL: tarball });
    expect(stdout).toContain('All good!');
    expect(stdout).toContain('🟢 (ESM)');
    expect(status).toBe(0);
  });
});

describe('in an empty folder', { timeout: 300_000 }, () => {
  beforeEach(({ skip }) => {
    if (unreachable !== null) skip(unreachable);
  });

  test('a run passes, and its report is there', () => {
    const words = ['run', '--requests', '100', '--seed', 'stranger', '--out', 'out', '--quiet'];
    const { status, stderr } = vivarium(stranger, words);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(existsSync(join(stranger, 'out/report.html'))).toBe(true);
  });

  test('a planted bug is caught', () => {
    const { status, stdout } = vivarium(stranger, ['canaries', 'one-sided-transfer', '--json']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ canaries: [{ caught: true, by: 'conservation' }] });
  });

  test.each(['wallet', 'escrow'])('the example %s runs against the package', (name) => {
    const words = ['run', `./examples/${name}.mjs`, '--requests', '60', '--out', name, '--quiet'];
    const { status, stderr } = vivarium(stranger, words);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const file = join(stranger, name, 'result.json');
    expect(JSON.parse(readFileSync(file, 'utf8')) as Result).toMatchObject({ workload: name });
  });

  test('nothing of what only builds it came along', () => {
    for (const name of ['typescript', 'vitest', '@types/node']) {
      expect(existsSync(join(stranger, 'node_modules', name)), name).toBe(false);
    }
  });

  test('the names can be imported', () => {
    const code = "import { Ledger, operations } from 'vivarium'; console.log(typeof Ledger);";
    const { stdout } = run(process.execPath, ['--input-type=module', '--eval', code], stranger);
    expect(stdout).toBe('function\n');
  });

  test.each([
    ['nodenext', { module: 'nodenext' }],
    ['bundler', { module: 'esnext', moduleResolution: 'bundler' }],
  ])('types hold in a strict project (%s), the examples included', (name, resolution) => {
    const compilerOptions = {
      ...resolution,
      target: 'es2023',
      lib: ['es2023'],
      types: [],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
      allowJs: true,
      checkJs: true,
      noEmit: true,
    };
    const project = { compilerOptions, include: ['stranger.ts', 'examples'] };
    writeFileSync(join(stranger, `${name}.json`), JSON.stringify(project));
    writeFileSync(join(stranger, 'stranger.ts'), strangersCode);
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const { stdout } = run(process.execPath, [compiler, '-p', `${name}.json`], stranger);
    expect(stdout).toBe('');
  });
});

/** What a stranger may write, and what the types must keep them from. */
const strangersCode = `
import { type Checker, decodeReply, encodeBatch, exchanges, Ledger, operations } from 'vivarium';

const ledger = new Ledger({ messageBodySizeMax: 1_048_320 });
const body = encodeBatch('create_accounts', [{ id: 1n, ledger: 1, code: 1 }]);
const reply = ledger.commit(operations.create_accounts, 1_000n, body);
export const statuses: number[] = decodeReply('create_accounts', reply).map((it) => it.status);

export const balances: Checker = {
  name: 'balances',
  about: 'Every balance that was read is small.',
  property: 'safety',
  check(evidence) {
    let checked = 0;
    for (const exchange of exchanges(evidence)) {
      if (exchange.operation !== 'lookup_accounts') continue;
      const large = exchange.results.find((account) => account.debits_posted > 1_000n);
      const events = [exchange.position];
      if (large) return { verdict: 'fail', checked, unit: 'balances', why: 'Large.', events };
      checked += exchange.results.length;
    }
    return { verdict: 'pass', checked, unit: 'balances', why: 'All are small.', events: [] };
  },
};

// @ts-expect-error: ids are bigints
encodeBatch('lookup_accounts', [1]);
`;
