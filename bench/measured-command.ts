/** Commands of vivarium, and what their processes take. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const commandLine = fileURLToPath(new URL('../harness/cli/main.js', import.meta.url));
/** Tells at its end what the process took, on the file descriptor after stderr. */
const telling =
  'data:text/javascript,import{writeSync}from"node:fs";' +
  'process.on("exit",()=>writeSync(3,JSON.stringify(process.resourceUsage())))';

export interface Taken {
  readonly cpuSeconds: number;
  readonly peakBytes: number;
}

/** Runs a command in a process of its own, to its end. @throws where it does not pass */
export function vivarium(words: readonly string[]): Taken {
  const { status, output } = spawnSync(
    process.execPath,
    ['--import', telling, commandLine, ...words],
    { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`vivarium ${words.join(' ')}: exit ${status}\n${output[2]}`);
  const usage = JSON.parse(output[3] ?? '') as NodeJS.ResourceUsage;
  return {
    cpuSeconds: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
    peakBytes: usage.maxRSS * 1024,
  };
}
