import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { commandLine } from '../../harness/cli/command-line.ts';
import { OperatingError } from '../../harness/operating-error.ts';
import { builtCli, emptyFolder, vivarium } from './built-cli.ts';

const cwd = emptyFolder();
const header = '{"recording":1,"system":"tigerbeetle","release":"0.17.9","replicas":1,"seed":1}\n';

beforeAll(() => {
  builtCli();
  const files: Readonly<Record<string, string | Uint8Array>> = {
    'late.yaml': '[{ kind: loss, ratio: 1/10, from: 1s, until: 900s }]',
    'both.yaml':
      '- { kind: crash, replica: 0, from: 1s, until: 3s, lost: 0/1, torn: 1/1 }\n' +
      '- { kind: crash, replica: 1, from: 2s, until: 4s, lost: 0/1, torn: 1/1 }\n',
    'old.json': '{"vivarium": "plan", "version": 2}',
    'wrong.json': '{\n  "vivarium": "plan",\n  "version": 1,\n  "sede": "x"\n}',
    'broken.json': '{\n  "vivarium": "plan"\n  "version": 1\n}',
    'binary.json': new Uint8Array([0xff, 0xfe, 0x00]),
    'storm.yaml': '- kind: crsh\n  from: 1s\n  until: 2s\n',
    'nine.yaml': '- kind: pause\n  from: 1s\n  until: 2s\n  replica: 5\n',
    'damaged.jsonl': `${header}{"op":"lookup_accounts","events":["1"],"results":\n`,
    'damaged.jsonl.gz': gzipSync(`${header}{"op":"expire"}\n{"op":"fly"}\n`),
    'cut.jsonl.gz': gzipSync(header.repeat(100)).subarray(0, 50),
    'latin.jsonl': Buffer.concat([Buffer.from(header), Buffer.from([0xe9, 0x0a])]),
    'empty.jsonl': '',
    'silent.jsonl': header,
    'run/plan.json': '{}',
    file: '',
  };
  mkdirSync(join(cwd, 'run'));
  mkdirSync(join(cwd, 'nothing'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), content);
}, 120_000);

afterAll(() => rmSync(cwd, { recursive: true }));

const linux = process.platform === 'linux';

const cases: readonly (readonly [string, RegExp])[] = [
  ['rnu', /There is no command "rnu"; did you mean run\?/],
  ['--seed 3', /Name a command before --seed/],
  ['run --sede 3', /There is no flag --sede; did you mean --seed\?/],
  ['run --xyzzy', /There is no flag --xyzzy: "vivarium run --help" lists those there are\./],
  ['run -q', /There is no flag -q/],
  ['run --quiet=maybe', /--quiet takes no value: leave out "=maybe"\./],
  ['run --seed', /--seed needs a value/],
  ['run --seed=', /--seed is empty/],
  ['run --seed 1 --seed 2', /--seed was given more than once/],
  ['run mixed again', /"again" is one argument too many/],
  ['run mxied', /There is no workload "mxied"; did you mean mixed\?/],
  ['run --replicas 7', /--replicas must be from 1 to 6, not 7\./],
  ['run --replicas 0', /--replicas must be from 1 to 6, not 0\./],
  ['run --replicas three', /--replicas must be a whole number from 1 to 6, not "three"\./],
  ['run --clients 65', /--clients must be from 1 to 64, not 65\./],
  ['run --clients 1.5', /--clients must be a whole number/],
  ['run --requests 0', /--requests must be from 1 to 100,000, not 0\./],
  ['run --requests 1e3', /--requests must be a whole number/],
  ['run --duration 30', /--duration must be a duration .* did you mean 30s\?/],
  ['run --duration 0', /--duration must be a duration like 30s or 1\.5m, not "0"\.$/],
  ['run --duration 1s', /--duration must be from 2s to 3200s, not 1s\./],
  ['run --faults late.yaml', /late\.yaml:1:\d+: A fault must end by the time of healing, 65 s\./],
  [
    'run --faults both.yaml',
    /both\.yaml:2:\d+: .* it may leave torn writes on 2 of 3 replicas, and no more than 1 may/,
  ],
  ['run --faults defualt', /There are no faults called "defualt"; did you mean default\?/],
  ['run --faults none.yaml', /The file of faults none\.yaml does not exist\./],
  [
    'run --faults storm.yaml',
    /storm\.yaml:1:9: \[0\]\.kind must be one of .*; did you mean crash\?/,
  ],
  ['run --faults nine.yaml', /nine\.yaml:4:12: There is no replica 5: there is 0 to 2\./],
  ['run --plan old.json', /old\.json is a plan of version 2, and this vivarium reads version 1/],
  ['run --plan wrong.json', /wrong\.json:4:3: The plan has no field "sede"; did you mean seed\?/],
  ['run --plan broken.json', /broken\.json:\d+:\d+: It is neither YAML nor JSON/],
  ['run --plan binary.json', /binary\.json is not text/],
  ['run --plan nowhere.json', /nowhere\.json cannot be read: it does not exist/],
  ['run --plan nothing', /The folder nothing has no plan\.json/],
  ['run --plan old.json --seed 3', /settles that already: leave out --seed/],
  ['run mixed --plan old.json', /settles that already: leave out the workload/],
  ['run --out run', /The folder run holds another run already/],
  ['run --out .', /The folder \. is not empty/],
  ['run --out file', /The folder file cannot be made/],
  ['run --out file/within', /The folder file\/within cannot be made/],
  ['replay', /There is no run below runs\/ yet/],
  ['replay nowhere', /There is no run nowhere: check the path/],
  ['replay nothing', /The folder nothing has no plan\.json: it is no folder of a run/],
  ['report', /There is no run below runs\/ yet/],
  ['report nothing', /The folder nothing has no plan\.json/],
  ['report run', /run\/plan\.json:1:1: vivarium is missing/],
  ['verify', /"vivarium verify" needs something to work on/],
  ['verify nowhere', /nowhere cannot be read: it does not exist/],
  ['verify nothing', /The folder nothing holds neither a run .* nor recordings/],
  ['verify damaged.jsonl', /damaged\.jsonl:2: This is not JSON/],
  ['verify damaged.jsonl.gz', /damaged\.jsonl\.gz:3: "fly" is not an operation/],
  ['verify cut.jsonl.gz', /cut\.jsonl\.gz is damaged or cut off/],
  ['verify latin.jsonl', /latin\.jsonl:2: The line is not text/],
  ['verify silent.jsonl', /silent\.jsonl holds no request/],
  ['verify empty.jsonl', /empty\.jsonl:1: The recording is empty/],
  ['verify --jsno empty.jsonl', /There is no flag --jsno; did you mean --json\?/],
  ...(linux
    ? [['run --out /proc/vivarium', /The folder \/proc\/vivarium cannot be made/] as const]
    : []),
];

/** In this process, which saves starting sixty. */
async function refusal(words: readonly string[]): Promise<OperatingError> {
  const before = process.cwd();
  const said = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const warned = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  process.chdir(cwd);
  try {
    const exit = await commandLine(words);
    // `verify` goes on behind what it cannot read, and has told of it.
    return new OperatingError(String(warned.mock.calls[0]?.[0]).slice(10).trimEnd(), exit);
  } catch (error) {
    if (error instanceof OperatingError) return error;
    throw error;
  } finally {
    process.chdir(before);
    said.mockRestore();
    warned.mockRestore();
  }
}

describe('bad input', () => {
  test.each(cases)('vivarium %s is refused in a sentence', async (line, sentence) => {
    const { message, exit } = await refusal(line.split(' '));
    expect(message).toMatch(sentence);
    expect(message).toMatch(/^.*[.?]$/);
    expect(exit).toBe(64);
  });

  test.each([
    ['run --replicas 7', /^vivarium: --replicas must be from 1 to 6, not 7\.\n$/],
    ['run --plan wrong.json', /^vivarium: wrong\.json:4:3: .*\n$/],
    ['verify damaged.jsonl', /^vivarium: damaged\.jsonl:2: .*\n$/],
    ['rnu', /^vivarium: There is no command "rnu"; did you mean run\?\n$/],
  ])('vivarium %s says no more than that, and exits with 64', async (line, sentence) => {
    const { code, stdout, stderr } = await vivarium(line.split(' '), { cwd });
    expect(stderr).toMatch(sentence);
    expect(stdout.replace(/^damaged.*\n/, '')).toBe('');
    expect(code).toBe(64);
  });

  test('leaves nothing behind', () => {
    expect(readdirSync(cwd)).not.toContain('runs');
  });
});

describe('help', () => {
  test.each([
    ['', /vivarium run \[workload\].*vivarium verify <path\.\.>.*Examples:/s],
    ['--help', /Commands:/],
    ['help', /Commands:/],
    ['run --help', /--seed .*--replicas .*--faults .*Examples:/s],
    ['help replay', /vivarium replay \[run\]/],
    ['verify --help', /Examples:/],
    ['report --help', /Examples:/],
  ])('of "vivarium %s" has examples and goes to stdout', async (line, text) => {
    const words = line === '' ? [] : line.split(' ');
    const { code, stdout, stderr } = await vivarium(words, { cwd, env: { LANG: 'de_DE.UTF-8' } });
    expect(stdout).toMatch(text);
    expect(stdout).toContain('Options:');
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  test('--version is the version of the package', async () => {
    for (const line of [['--version'], ['run', '--version']]) {
      const { code, stdout } = await vivarium(line, { cwd });
      expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
      expect(code).toBe(0);
    }
  });
});
