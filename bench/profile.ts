#!/usr/bin/env node
/**
 * `npm run profile [-- NAME]`: runs a bench under Node's profiler, leaves NAME.cpuprofile, which a
 * browser's developer tools open, and prints where the time went.
 */
import { writeFileSync } from 'node:fs';
import type { Profiler } from 'node:inspector';
import { Session } from 'node:inspector/promises';
import { loadBench, unknownBench } from './catalogue.ts';

const sampleIntervalUs = 500;
const functionsShown = 25;

interface SelfTime {
  readonly where: string;
  us: number;
}

/** The time that was spent in each function itself, not in those that it called, most first. */
function selfTimes(profile: Profiler.Profile): SelfTime[] {
  const byNode = new Map<number, SelfTime>();
  const byFunction = new Map<string, SelfTime>();
  for (const { id, callFrame } of profile.nodes) {
    const file = callFrame.url.split('/').slice(-2).join('/').replace(/\.js$/, '');
    const where = `${callFrame.functionName || '(top level)'}  ${file}`;
    const entry = byFunction.get(where) ?? { where, us: 0 };
    byFunction.set(where, entry);
    byNode.set(id, entry);
  }
  for (const [index, node] of (profile.samples ?? []).entries()) {
    const entry = byNode.get(node);
    if (entry !== undefined) entry.us += profile.timeDeltas?.[index] ?? 0;
  }
  return [...byFunction.values()].toSorted((a, b) => b.us - a.us);
}

async function profiled(run: () => Promise<unknown>): Promise<Profiler.Profile> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: sampleIntervalUs });
  await session.post('Profiler.start');
  await run();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  return profile;
}

async function main(name: string): Promise<void> {
  const unknown = unknownBench([name]);
  if (unknown !== undefined) {
    process.stderr.write(`${unknown}\n`);
    process.exitCode = 64;
    return;
  }
  const bench = await loadBench(name);
  process.stdout.write(`${bench.name}: ${bench.purpose}\n`);
  const profile = await profiled(() =>
    bench.measure((text) => process.stderr.write(`  ${text}\n`)),
  );
  const file = `${name}.cpuprofile`;
  writeFileSync(file, JSON.stringify(profile));
  const functions = selfTimes(profile).filter(({ where }) => !where.startsWith('(idle)'));
  const total = functions.reduce((sum, { us }) => sum + us, 0);
  for (const { where, us } of functions.slice(0, functionsShown)) {
    const share = ((us / total) * 100).toFixed(1).padStart(5);
    process.stdout.write(`${share} %  ${(us / 1000).toFixed(0).padStart(6)} ms  ${where}\n`);
  }
  process.stdout.write(`${file} holds all of it\n`);
}

await main(process.argv[2] ?? 'ledger');
