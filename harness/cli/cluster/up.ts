import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lockFile } from '../../../cluster/process/lock.ts';
import { ReplicaProcesses } from '../../../cluster/process/replica-processes.ts';
import { OperatingError } from '../../operating-error.ts';
import { type ExitCode, exitCodes } from '../../result.ts';
import { leaveSignalsToNode } from '../interrupts.ts';
import type { Output } from '../output.ts';
import { flagOption, type Given, textOption, usageError, wholeOption } from '../usage.ts';
import { readClusterRecord, writeClusterRecord } from './cluster-folder.ts';
import { askCluster, ControlServer, isKept } from './control.ts';
import { type ClusterStatus, type ReplicaStatusRow, Verbs } from './verbs.ts';

const replicasDefault = 3;
const replicasMax = 6;
const hostDefault = '127.0.0.1';
const servingMax = 30_000;
const main = fileURLToPath(new URL('../tigerbeetle/main.js', import.meta.url));

/** What `cluster up` was asked for, its defaults filled in from what stands in the folder. */
interface Wanted {
  readonly folder: string;
  readonly cluster: bigint;
  readonly replicaCount: number;
  readonly portBase: number;
  readonly host: string;
}

/** `vivarium cluster up`: until it is told to stop, or (`-d`) until it serves. */
export async function clusterUp(given: Given, folder: string, output: Output): Promise<ExitCode> {
  const wanted = wantedOf(given, folder);
  const { cluster, replicaCount } = wanted;
  writeClusterRecord(folder, {
    vivarium: 'cluster',
    version: 1,
    cluster: String(cluster),
    replicas: replicaCount,
  });
  if (await isKept(folder)) {
    throw new OperatingError(
      `A cluster is up in ${folder} already: "vivarium cluster down" stops it.`,
      exitCodes.environment,
    );
  }
  if (wanted.host !== hostDefault) {
    process.stderr.write(
      `Warning: replicas listen on ${wanted.host}: whoever reaches that address can read and ` +
        'write every account, since TigerBeetle asks nobody who he is.\n',
    );
  }
  if (flagOption(given, 'detach')) return detached(wanted, given, output);
  return attached(wanted, given, output);
}

function wantedOf(given: Given, folder: string): Wanted {
  const record = readClusterRecord(folder);
  const asked = wholeOption(given, 'replicas', 1, replicasMax);
  if (record !== null && asked !== undefined && asked !== record.replicas) {
    throw usageError(
      `${folder} holds a cluster of ${record.replicas}, and --replicas is ${asked}: ` +
        'leave it out, or take another folder with --dir.',
    );
  }
  const portMax = 65_535 - replicasMax;
  return {
    folder,
    cluster: BigInt(record?.cluster ?? 0),
    replicaCount: record?.replicas ?? asked ?? replicasDefault,
    portBase: wholeOption(given, 'port-base', 1, portMax) ?? 0,
    host: textOption(given, 'host') ?? hostDefault,
  };
}

/** Another process keeps the cluster; this one waits until it serves. */
async function detached(wanted: Wanted, given: Given, output: Output): Promise<ExitCode> {
  const { folder, portBase, host } = wanted;
  const logFile = join(folder, 'cluster.log');
  const log = openSync(logFile, 'w', 0o600);
  const words = ['cluster', 'up', '--dir', folder, '--host', host];
  if (portBase > 0) words.push('--port-base', String(portBase));
  const script = process.argv[1] as string;
  const stdio = ['ignore', log, log] as const;
  const child = spawn(process.execPath, [script, ...words], { detached: true, stdio: [...stdio] });
  closeSync(log);
  const until = performance.now() + servingMax;
  while (child.exitCode === null && performance.now() < until) {
    const status = (await askCluster(folder, ['status']).catch(() => null)) as ClusterStatus | null;
    if (status?.serves === true) {
      child.unref();
      tell(status.replicas, given, output);
      return exitCodes.pass;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill();
  const said = readFileSync(logFile, 'utf8').trimEnd().split('\n').at(-1) ?? '';
  throw new OperatingError(
    `The cluster does not serve${said === '' ? '' : `: ${said.replace(/^vivarium: /, '')}`} ` +
      `(see ${logFile} and "vivarium cluster logs").`,
    exitCodes.environment,
  );
}

function tell(replicas: readonly ReplicaStatusRow[], given: Given, output: Output): void {
  const addresses = replicas.map(({ address }) => address);
  if (flagOption(given, 'json')) {
    output.data(JSON.stringify({ addresses, replicas }, null, 2));
  } else {
    output.say(`The cluster serves at ${addresses.join(',')}`);
  }
}

async function attached(wanted: Wanted, given: Given, output: Output): Promise<ExitCode> {
  const { folder } = wanted;
  const release = lockFile(join(folder, 'cluster.json'));
  const cluster = new ReplicaProcesses({ ...wanted, main });
  const ending = new AbortController();
  const stopped = once(ending.signal, 'abort');
  const stop = (): void => ending.abort();
  const verbs = new Verbs(cluster, stop);
  const control = new ControlServer(folder, (words) => verbs.obey(words));
  leaveSignalsToNode();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  try {
    await cluster.start();
    await control.listen();
    await Promise.race([firstServing(cluster, folder), stopped]);
    cluster.on('died', (replica, code, signal) => {
      process.stderr.write(
        `${endOf(folder, replica, code, signal)}; "vivarium cluster restart ${replica}" starts it.\n`,
      );
    });
    if (cluster.serves) tell(verbs.status(), given, output);
    await stopped;
    return exitCodes.pass;
  } finally {
    control.close();
    await cluster.close();
    release();
  }
}

/** Until the cluster serves for the first time; a replica that ends before that is an error. */
async function firstServing(cluster: ReplicaProcesses, folder: string): Promise<void> {
  const gaveUp = new AbortController();
  const onDied = (replica: number, code: number | null, signal: string | null): void => {
    const message = `${endOf(folder, replica, code, signal)}.`;
    gaveUp.abort(new OperatingError(message, exitCodes.environment));
  };
  const timer = setTimeout(() => {
    const message = `No replica became the primary within ${servingMax / 1000} s: see the logs in ${folder}.`;
    gaveUp.abort(new OperatingError(message, exitCodes.environment));
  }, servingMax);
  cluster.on('died', onDied);
  try {
    await cluster.serving(gaveUp.signal);
  } finally {
    clearTimeout(timer);
    cluster.off('died', onDied);
  }
}

function endOf(
  folder: string,
  replica: number,
  code: number | null,
  signal: string | null,
): string {
  const file = join(folder, `${replica}.log`);
  const said = readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) ?? '';
  const last = said.replace(/^tigerbeetle: /, '').replace(/\.$/, '');
  const how = signal === null ? `with exit ${code}` : `by ${signal}`;
  return `Replica ${replica} ended by itself, ${how}: ${last} (see ${file})`;
}
