#!/usr/bin/env node
/** `npm run bench [-- NAME…]`: measures on this machine, each number beside what it should reach. */
import { cpus, totalmem } from 'node:os';
import { benchNames, loadBench, unknownBench } from './catalogue.ts';
import type { Figure } from './figure.ts';

function line(figure: Figure, width: number): string {
  const mark = figure.reached === undefined ? '      ' : figure.reached ? '  ok  ' : ' MISS ';
  const reach = figure.reach === undefined ? '' : `  (${figure.reach})`;
  return `${mark}${figure.what.padEnd(width)}  ${figure.measured}${reach}`;
}

async function main(names: readonly string[]): Promise<void> {
  const unknown = unknownBench(names);
  if (unknown !== undefined) {
    process.stderr.write(`${unknown}\n`);
    process.exitCode = 64;
    return;
  }
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  process.stdout.write(
    `Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${gibibytes} GiB\n`,
  );
  for (const name of names.length === 0 ? benchNames : names) {
    const bench = await loadBench(name);
    process.stdout.write(`\n${bench.name}: ${bench.purpose}\n`);
    const figures = await bench.measure((text) => process.stderr.write(`  ${text}\n`));
    const width = Math.max(...figures.map((figure) => figure.what.length));
    for (const figure of figures) process.stdout.write(`${line(figure, width)}\n`);
  }
}

await main(process.argv.slice(2));
