import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtCli } from '../cli/built-cli.ts';

export interface StartedReplicas {
  /** As a client takes them: ports with commas. */
  readonly addresses: string;
  readonly processes: readonly ChildProcess[];
  readonly folder: string;
  close(): Promise<void>;
}

/** The drop-in executable, as it is built. */
function tigerbeetleMain(): string {
  return join(builtCli(), 'harness', 'cli', 'tigerbeetle', 'main.js');
}

/** Formats and starts so many replicas of cluster 0 in a folder of their own. */
export async function startReplicas(count: number): Promise<StartedReplicas> {
  const folder = mkdtempSync(join(tmpdir(), 'vivarium-replicas-'));
  const main = tigerbeetleMain();
  const ports = await freePorts(count);
  const addresses = ports.join(',');
  const processes = ports.map((_, replica) => {
    const file = join(folder, `${replica}.tigerbeetle`);
    const shape = [`--cluster=0`, `--replica=${replica}`, `--replica-count=${count}`];
    execFileSync(process.execPath, [main, 'format', ...shape, file], { stdio: 'ignore' });
    const words = [main, 'start', `--addresses=${addresses}`, file];
    return spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  });
  await Promise.all(processes.map((each) => saysNormal(each)));
  const close = async (): Promise<void> => {
    await Promise.all(
      processes.map(async (each) => {
        if (each.exitCode !== null || each.signalCode !== null) return;
        each.kill('SIGKILL');
        await once(each, 'exit');
      }),
    );
    rmSync(folder, { recursive: true });
  };
  return { addresses, processes, folder, close };
}

function saysNormal({ stderr }: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    let said = '';
    stderr?.on('data', (chunk) => {
      said += String(chunk);
      if (said.includes(': normal')) resolve();
    });
  });
}

/** Ports that nobody listens on at this moment. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}
