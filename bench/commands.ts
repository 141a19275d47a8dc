/** What a person waits for: from a command to its end, report and all, in a process of its own. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bench, Figure } from './figure.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = join(root, 'dist', 'harness', 'cli', 'main.js');
const times = 5;

/** Seconds from the start of a process to its end. */
function secondsOf(words: readonly string[]): number {
  const folder = mkdtempSync(join(tmpdir(), 'vivarium-bench-'));
  try {
    const start = performance.now();
    const { status, stderr } = spawnSync(
      process.execPath,
      [cli, ...words, '--out', join(folder, 'run')],
      { cwd: folder, encoding: 'utf8' },
    );
    const seconds = (performance.now() - start) / 1000;
    if (status !== 0) throw new Error(`vivarium ${words.join(' ')} ends with ${status}: ${stderr}`);
    return seconds;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function figure(what: string, words: readonly string[], reach: number): Figure {
  const seconds = Array.from({ length: times }, () => secondsOf(words)).toSorted((a, b) => a - b);
  const median = seconds[Math.floor(times / 2)] as number;
  return {
    what,
    measured: `${median.toFixed(2)} s`,
    reach: `≤ ${reach.toFixed(1)} s`,
    reached: median <= reach,
  };
}

export const bench: Bench = {
  name: 'commands',
  purpose: `commands from the shell, report included; the median of ${times}`,
  measure: async (say) => {
    say('npm run build');
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    execFileSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.build.json')]);
    say('vivarium run --requests 100');
    const hundred = ['run', '--requests', '100', '--seed', 'bench'];
    const short = figure('vivarium run --requests 100', hundred, 2);
    say('npm start');
    return [short, figure('npm start', ['run', '--seed', 'bench'], 6)];
  },
};
