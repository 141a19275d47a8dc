import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OperatingError } from '../../operating-error.ts';
import { exitCodes } from '../../result.ts';
import { usageError } from '../usage.ts';

/** `cluster.json`: what a folder of data files belongs to. */
export interface ClusterRecord {
  readonly vivarium: 'cluster';
  readonly version: 1;
  /** The cluster's number, as decimal digits. */
  readonly cluster: string;
  readonly replicas: number;
}

export const clusterFolderDefault = 'cluster';

const recordFile = 'cluster.json';

/** What stands in the folder; null where no cluster has ever been up in it. */
export function readClusterRecord(folder: string): ClusterRecord | null {
  const file = join(folder, recordFile);
  if (!existsSync(file)) return null;
  try {
    const record = JSON.parse(readFileSync(file, 'utf8')) as ClusterRecord;
    if (record.vivarium === 'cluster' && record.version === 1) return record;
  } catch {
    // Said below.
  }
  throw usageError(`${file} is not what vivarium writes there: take another folder with --dir.`);
}

export function writeClusterRecord(folder: string, record: ClusterRecord): void {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, recordFile), `${JSON.stringify(record, null, 2)}\n`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new OperatingError(
      `${folder} cannot be written (${code}): take another folder with --dir.`,
      exitCodes.environment,
    );
  }
}

/**
 * Where the one who keeps the cluster of a folder is spoken to. A socket's path may have no more
 * than a hundred bytes, so it does not lie in the folder itself.
 */
export function controlSocket(folder: string): string {
  const where = createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 16);
  return process.platform === 'win32'
    ? `\\\\.\\pipe\\vivarium-${where}`
    : join(tmpdir(), `vivarium-${process.getuid?.() ?? 0}-${where}.sock`);
}
