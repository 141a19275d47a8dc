import type { Bench } from './figure.ts';

/** What can be measured: one file of this folder each, loaded when it is asked for. */
export const benchNames: readonly string[] = [
  'ledger',
  'queries',
  'kernels',
  'simulation',
  'checking',
  'memory',
  'workloads',
  'commands',
  'shrink',
];

export async function loadBench(name: string): Promise<Bench> {
  const module = (await import(`./${name}.js`)) as { bench: Bench };
  return module.bench;
}

/** One sentence where a name is none of a bench. */
export function unknownBench(names: readonly string[]): string | undefined {
  const unknown = names.find((name) => !benchNames.includes(name));
  if (unknown === undefined) return undefined;
  return `There is no bench "${unknown}"; there are ${benchNames.join(', ')}.`;
}
