// Runs golden.mjs on the Nodes that are supported, each fetched from npm into the cache below
// node_modules. One that cannot be had is skipped, and it is said why.
//
//     node test/golden/every-node.mjs dist
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [build = 'dist'] = process.argv.slice(2);
const majors = [20, 22, 24, 26];
const root = fileURLToPath(new URL('../..', import.meta.url));
const script = fileURLToPath(new URL('golden.mjs', import.meta.url));
const name = `node-${process.platform}-${process.arch}`;

/** The path of a Node's executable; or the reason why there is none. */
function nodeOf(major) {
  if (process.versions.node.startsWith(`${major}.`)) return { path: process.execPath };
  const folder = join(root, 'node_modules', '.cache', 'nodes', String(major));
  const path = join(folder, 'node_modules', name, 'bin', 'node');
  if (existsSync(path)) return { path };
  mkdirSync(folder, { recursive: true });
  const words = ['install', '--prefix', folder, '--no-save', '--no-package-lock'];
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'];
  const { status, stderr } = spawnSync('npm', [...words, ...quiet, `${name}@${major}`], {
    encoding: 'utf8',
  });
  if (status === 0 && existsSync(path)) return { path };
  const lines = (stderr ?? '').split('\n').filter((line) => line.startsWith('npm error'));
  return { why: lines[0]?.replace('npm error ', '') ?? `npm has no ${name}@${major}` };
}

let failed = false;
for (const major of majors) {
  const { path, why } = nodeOf(major);
  if (path === undefined) {
    console.log(`node ${major}: skipped (${why})`);
    continue;
  }
  const { status } = spawnSync(path, [script, build], { stdio: 'inherit' });
  failed ||= status !== 0;
}
process.exitCode = failed ? 6 : 0;
