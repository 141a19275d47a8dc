/** How much room a whole run takes at most: simulation, checks, files, report, in one process. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench, Figure } from './figure.ts';
import { vivarium } from './measured-command.ts';
import { mebibytes } from './mebibytes.ts';

const replicas = 6;
const transfers = 100_000;
const megabyte = 1_000_000;
const reach = 300 * megabyte;

/** How many transfers a request has: requests cost history and messages, transfers the ledgers. */
const batches = [64, 1000] as const;

function figure(batch: number, folder: string): Figure {
  const load = ['--set', `batch=${batch}`, '--requests', `${Math.ceil(transfers / batch)}`];
  const shape = ['--replicas', `${replicas}`, '--seed', 'bench', '--quiet'];
  const out = ['--out', join(folder, `${batch}`)];
  const { peakBytes, cpuSeconds } = vivarium(['run', 'transfers', ...load, ...shape, ...out]);
  return {
    what: `vivarium run transfers, ${batch} a request, under default faults`,
    measured: `${mebibytes(peakBytes)} at most, ${cpuSeconds.toFixed(1)} s of processor`,
    reach: `≤ ${reach / megabyte} MB (${mebibytes(reach)})`,
    reached: peakBytes <= reach,
  };
}

export const bench: Bench = {
  name: 'memory',
  purpose: `the most that a process held for a run of ${transfers.toLocaleString('en')} transfers on ${replicas} replicas`,
  measure: async (say) => {
    const folder = mkdtempSync(join(tmpdir(), 'vivarium-bench-'));
    try {
      return batches.map((batch) => {
        say(`${batch} transfers a request`);
        return figure(batch, folder);
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};
