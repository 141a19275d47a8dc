import { readOwner } from '../../../cluster/process/data-file-owner.ts';
import { lockFile } from '../../../cluster/process/lock.ts';
import { productionConfiguration } from '../../../cluster/process/process-configuration.ts';
import { runReplica } from '../../../cluster/process/replica-process.ts';
import type { ReplicaReport } from '../../../cluster/process/replica-report.ts';
import type { Address } from '../../../cluster/relay/address.ts';
import { headerSize } from '../../environment.ts';
import { Ledger } from '../../ledger/ledger.ts';
import { OperatingError } from '../../operating-error.ts';
import { exitCodes } from '../../result.ts';
import { usageError } from '../usage.ts';
import { parseAddresses } from './addresses.ts';
import type { Values } from './tigerbeetle.ts';

/** How often whoever started this process hears how far the replica is; milliseconds. */
const reportInterval = 250;

/** `tigerbeetle start`: runs the replica of a data file until it is stopped. */
export async function startReplica(path: string, values: Values): Promise<void> {
  if (values.addresses === undefined) throw usageError('--addresses is missing: see --help.');
  const addresses = parseAddresses(values.addresses);
  const configuration = productionConfiguration;
  const owner = await readOwner(path, configuration);
  if (addresses.length !== owner.replicaCount) {
    throw usageError(
      `--addresses has ${addresses.length}, and ${path} is of a cluster of ` +
        `${owner.replicaCount}: give the address of each replica.`,
    );
  }
  process.once('exit', lockFile(path));
  process.once('disconnect', () => process.exit(0));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));
  const running = await runReplica({
    path,
    cluster: owner.cluster,
    replica: owner.replica,
    addresses,
    configuration,
    stateMachine: new Ledger({ messageBodySizeMax: configuration.messageSizeMax - headerSize }),
    observer: {
      onCommit: () => {},
      onStep: () => {},
      onState: (state) => {
        const { status, view, primary, op, commitMin } = state;
        report({ kind: 'state', state });
        say(
          `replica ${owner.replica}: ${status}${primary ? ' primary' : ''} view=${view} ` +
            `op=${op} commit=${commitMin}`,
        );
      },
    },
    fail: (error) => {
      say(`error: the data file cannot be used any more: ${error.message}`);
      process.exit(exitCodes.environment);
    },
  }).catch((error: unknown) => {
    throw explained(addresses[owner.replica] as Address, error);
  });
  const { port } = running;
  if (process.send !== undefined) {
    report({ kind: 'listening', port });
    setInterval(() => report({ kind: 'state', state: running.state() }), reportInterval);
    return;
  }
  if (addresses.length > 1 || addresses[0]?.port !== 0) return;
  process.stdout.write(`${port}\n`);
  process.stdin.once('end', () => process.exit(0)).resume();
}

/** To whoever started this process, if he wants to hear it. */
function report(told: ReplicaReport): void {
  process.send?.(told);
}

function say(text: string): void {
  process.stderr.write(`${new Date().toISOString()} ${text}\n`);
}

function explained({ host, port }: Address, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const reasons: Record<string, string> = {
    EADDRINUSE: 'is in use: take another port, or stop what listens there',
    EACCES: 'may not be listened on: take a port above 1023',
    EADDRNOTAVAIL: 'is not an address of this machine',
  };
  const reason = reasons[code ?? ''];
  if (reason === undefined) return error;
  return new OperatingError(`${host}:${port} ${reason}.`, exitCodes.environment);
}
