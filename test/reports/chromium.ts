import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Debian's Chromium, or the one that CHROMIUM names; null where there is none. */
export function findChromium(): string | null {
  const named = process.env.CHROMIUM ?? 'chromium';
  const { status } = spawnSync(named, ['--version'], { stdio: 'ignore' });
  return status === 0 ? named : null;
}

const quiet = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--hide-scrollbars',
];

/** Runs the browser on a profile of its own and gives what it printed. */
export function browse(chromium: string, args: readonly string[]): string {
  const profile = mkdtempSync(join(tmpdir(), 'vivarium-chromium-'));
  try {
    return execFileSync(chromium, [...quiet, `--user-data-dir=${profile}`, ...args], {
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 60_000,
    }).toString();
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
