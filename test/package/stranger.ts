import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

interface Done {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What npm says where it cannot reach the registry, and its cache lacks something. */
const unreachable =
  /ENOTCACHED|EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|E40[137]|network/i;

/** The only part of test/ that is packed. */
const planted = 'test/canaries/';

/** Packs the tree as it stands, built anew in a copy of it, and returns the tarball. */
export function pack(folder: string): string {
  const copy = join(folder, 'checkout');
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
  });
  const present = listed
    .split('\0')
    .filter((file) => file !== '' && (!file.startsWith('test/') || file.startsWith(planted)));
  for (const file of present) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file), { errorOnExist: false, force: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir');
  const done = npm(copy, ['pack', '--silent', '--pack-destination', folder]);
  if (done.status !== 0) throw new Error(`npm pack failed: ${done.stdout}${done.stderr}`);
  return join(folder, done.stdout.trim().split('\n').at(-1) ?? '');
}

/**
 * Installs the tarball into an empty folder, from npm's cache as far as that goes and without any
 * script of a package.
 * @returns null, or why the registry could not be asked
 */
export function install(folder: string, tarball: string): string | null {
  mkdirSync(folder, { recursive: true });
  const project = { name: 'stranger', type: 'module', private: true };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(project));
  const soon = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000'];
  const words = ['install', '--prefer-offline', '--ignore-scripts', ...soon, tarball];
  const done = npm(folder, words);
  if (done.status === 0) return null;
  if (unreachable.test(done.stderr)) return `the registry cannot be reached: ${done.stderr}`;
  throw new Error(`npm install failed: ${done.stderr}`);
}

export function npm(cwd: string, words: readonly string[], env: object = {}): Done {
  return run('npm', words, cwd, env);
}

/** The package's command, as `npx vivarium` finds it. */
export function vivarium(cwd: string, words: readonly string[]): Done {
  return run('npx', ['--no-install', 'vivarium', ...words], cwd);
}

export function run(command: string, words: readonly string[], cwd: string, env = {}): Done {
  const { status, stdout, stderr } = spawnSync(command, words, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', npm_config_loglevel: 'error', ...env },
  });
  return { status, stdout, stderr };
}

export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'vivarium-package-'));
}
