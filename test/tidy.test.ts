import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';

const root = new URL('..', import.meta.url).pathname;
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts'], { cwd: root })
  .toString()
  .trim()
  .split('\n');

// Put together here, or the test would find them in itself.
const unkept = new RegExp(`\\b(${'TO-DO|FIX-ME|HA-CK'.replaceAll('-', '')})\\b`);

// What cannot be broken: addresses, and long texts and patterns that stand alone.
const unbreakable = /https?:|'[^']{60}|`[^`]{40}|^\s*\/\^/;

describe('the style of the tree', () => {
  test.each(files)('%s', (file) => {
    const lines = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8').split('\n');
    const name = basename(file).replace(/(\.config|\.test|\.d)?\.ts$/, '');
    expect(name, 'file names are kebab-case').toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(
      /^(util|utils|common|types|helper|helpers|misc)$/.test(name),
      'a file is named after what it holds, so that someone can find it',
    ).toBe(false);
    expect(lines.length, 'above 500 lines a file wants to be two rooms').toBeLessThanOrEqual(501);
    const long = lines.findIndex((line) => line.length > 100 && !unbreakable.test(line));
    expect(long, 'the first line above 100 columns').toBe(-1);
    const promise = lines.findIndex((line) => unkept.test(line));
    expect(promise, 'do it, or file an issue').toBe(-1);
  });
});

describe('the lock file', () => {
  test('knows every platform: npm ci refuses one that knows only where it was made', () => {
    const { packages } = JSON.parse(
      readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'),
    ) as { packages: Record<string, { optionalDependencies?: Record<string, string> }> };
    const names = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)));
    const missing = Object.values(packages)
      .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
      .filter((name) => !names.has(name));
    expect(missing).toEqual([]);
  });
});

describe('the picture of the folders', () => {
  test('imports keep to it', () => {
    const config = ['--config', '.dependency-cruiser.cjs'];
    const folders = ['harness', 'cluster', 'workloads', 'fault-injector', 'reports', 'test'];
    const words = execFileSync('npx', ['depcruise', ...config, 'index.ts', ...folders], {
      cwd: root,
    }).toString();
    expect(words).toContain('no dependency violations found');
  });

  test.each(['harness/ledger', 'cluster/vsr', 'cluster/wire', 'cluster/simulated'])(
    '%s bundles for a browser',
    async (folder) => {
      const entryPoints = files.filter((file) => file.startsWith(`${folder}/`));
      const built = await build({
        absWorkingDir: root,
        entryPoints,
        bundle: true,
        platform: 'browser',
        format: 'esm',
        write: false,
        outdir: 'dist-browser',
        logLevel: 'silent',
      });
      expect(built.errors).toEqual([]);
      for (const { text } of built.outputFiles) {
        expect(text).not.toMatch(/from ["']node:|require\(["']node:|\bBuffer\.|\bprocess\./);
      }
    },
  );
});
