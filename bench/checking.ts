/** A run of many transfers, and how long and in how much room `vivarium verify` checks it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '../harness/result.ts';
import type { Bench, Figure } from './figure.ts';
import { type Taken, vivarium } from './measured-command.ts';
import { mebibyte, mebibytes } from './mebibytes.ts';

/** Each twice as large as the one before; what is promised is promised of the last. */
const sizes = [250_000, 500_000, 1_000_000] as const;
const batch = 1000;

interface Checked extends Taken {
  readonly transfers: number;
  /** Of running and of checking, in wall seconds, as `result.json` has them. */
  readonly wall: Result['wall'];
}

function check(transfers: number, folder: string): Checked {
  const run = ['run', 'transfers', '--set', `batch=${batch}`, '--requests', `${transfers / batch}`];
  const rest = ['--replicas', '1', '--faults', 'none', '--seed', 'bench', '--quiet'];
  vivarium([...run, ...rest, '--out', folder]);
  const { wall } = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as Result;
  return { ...vivarium(['verify', folder]), transfers, wall };
}

function figures(checked: readonly Checked[]): Figure[] {
  const [first] = checked as readonly [Checked];
  const last = checked.at(-1) as Checked;
  const rows = checked.map(({ transfers, cpuSeconds, peakBytes }) => ({
    what: `${transfers.toLocaleString('en')} transfers: vivarium verify`,
    measured: `${cpuSeconds.toFixed(1)} s of processor, at most ${mebibytes(peakBytes)}`,
  }));
  const ratio = last.wall.check / last.wall.run;
  const growth = last.cpuSeconds / first.cpuSeconds / (last.transfers / first.transfers);
  return [
    ...rows,
    {
      what: 'peak memory of verify',
      measured: mebibytes(last.peakBytes),
      reach: '≤ 512 MiB',
      reached: last.peakBytes <= 512 * mebibyte,
    },
    {
      what: 'time of checking ÷ time of running',
      measured: `${ratio.toFixed(2)} (${last.wall.check} s ÷ ${last.wall.run} s)`,
      reach: '≤ 1',
      reached: ratio <= 1,
    },
    {
      what: `time a transfer, ${last.transfers / first.transfers} times as many`,
      measured: `${growth.toFixed(2)} times as much`,
      reach: '≤ 1.25',
      reached: growth <= 1.25,
    },
    {
      what: 'memory a transfer, above the smallest',
      measured: `${Math.round(slope(first, last))} bytes`,
    },
  ];
}

function slope(first: Checked, last: Checked): number {
  return (last.peakBytes - first.peakBytes) / (last.transfers - first.transfers);
}

export const bench: Bench = {
  name: 'checking',
  purpose:
    'recorded runs of transfers, each looked at once more at the end, judged by all checkers',
  measure: async (say) => {
    const folder = mkdtempSync(join(tmpdir(), 'vivarium-bench-'));
    try {
      const checked = sizes.map((transfers) => {
        say(`${transfers.toLocaleString('en')} transfers`);
        return check(transfers, join(folder, `${transfers}`));
      });
      return figures(checked);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};
