import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = ['harness', 'cluster', 'workloads', 'fault-injector', 'reports', 'test/canaries'];
const cache = join(root, 'node_modules', '.cache', 'vivarium-test');

/**
 * Compiles the package beside the one in dist/, which may be older than the sources, and returns
 * the folder. What is there already is used again: its name is the state of all sources.
 */
export function builtCli(): string {
  builtOnce ??= build();
  return builtOnce;
}

let builtOnce: string | null = null;

function build(): string {
  const built = join(cache, stateOfSources());
  if (existsSync(built)) return built;
  const unfinished = join(cache, `unfinished-${process.pid}`);
  mkdirSync(cache, { recursive: true });
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const project = ['-p', join(root, 'tsconfig.build.json'), '--noCheck', '--declaration', 'false'];
  execFileSync(process.execPath, [compiler, ...project, '--outDir', unfinished]);
  try {
    renameSync(unfinished, built);
  } catch {
    // Another test file was faster.
    rmSync(unfinished, { recursive: true });
  }
  forgetOldBuilds();
  return built;
}

function stateOfSources(): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'index.ts')));
  for (const folder of sources) {
    const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
    for (const name of names.toSorted((a, b) => (a < b ? -1 : 1))) {
      const { mtimeMs, size } = statSync(join(root, folder, name));
      hash.update(`${folder}/${name} ${mtimeMs} ${size}\n`);
    }
  }
  return hash.digest('hex').slice(0, 16);
}

function forgetOldBuilds(): void {
  const anHourAgo = Date.now() - 3_600_000;
  for (const name of readdirSync(cache)) {
    const old = statSync(join(cache, name), { throwIfNoEntry: false });
    if (old && old.mtimeMs < anHourAgo) rmSync(join(cache, name), { recursive: true, force: true });
  }
}

/** A copy in which a test may plant something; beside the original, so that imports are found. */
export function copyOfBuild(): string {
  const copy = mkdtempSync(join(cache, 'copy-'));
  cpSync(builtCli(), copy, { recursive: true });
  return copy;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves as soon as stdout and stderr together contain the text. */
  readonly saying: (text: string) => Promise<void>;
}

export interface Setting {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly build?: string;
}

export function start(words: readonly string[], { cwd, env = {}, build }: Setting): Started {
  const main = join(build ?? builtCli(), 'harness', 'cli', 'main.js');
  const child = spawn(process.execPath, [main, ...words], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const heard = new Set<() => void>();
  child.stdout.on('data', (data: Buffer) => {
    stdout += data.toString();
    for (const each of heard) each();
  });
  child.stderr.on('data', (data: Buffer) => {
    stderr += data.toString();
    for (const each of heard) each();
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  const saying = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        if ((stdout + stderr).includes(text)) resolve();
      };
      heard.add(check);
      check();
      void ended.then(() => reject(new Error(`ended without saying ${text}: ${stdout}${stderr}`)));
    });
  return { child, ended, saying };
}

export function vivarium(words: readonly string[], setting: Setting): Promise<Ended> {
  return start(words, setting).ended;
}

/** Makes `import 'vivarium'` mean the package as it is built, for files in that folder. */
export function installBuild(folder: string): void {
  const installed = join(folder, 'node_modules', 'vivarium');
  mkdirSync(installed, { recursive: true });
  cpSync(join(root, 'package.json'), join(installed, 'package.json'));
  symlinkSync(builtCli(), join(installed, 'dist'), 'dir');
}

export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'vivarium-cli-'));
}
