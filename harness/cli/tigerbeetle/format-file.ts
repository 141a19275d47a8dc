import { randomBytes } from 'node:crypto';
import { createDataFile } from '../../../cluster/process/data-file.ts';
import { productionConfiguration } from '../../../cluster/process/process-configuration.ts';
import { zoneOffsets } from '../../../cluster/process/zone-offsets.ts';
import { format } from '../../../cluster/vsr/format.ts';
import { OperatingError } from '../../operating-error.ts';
import { exitCodes } from '../../result.ts';
import { usageError } from '../usage.ts';
import { clusterId, integer } from './numbers.ts';
import type { Values } from './tigerbeetle.ts';

const replicasMax = 6;

/** `tigerbeetle format`: a data file for one replica of a new cluster. */
export async function formatFile(path: string, values: Values): Promise<void> {
  const replicaCount = integer('replica-count', values['replica-count'], 1, replicasMax);
  const replica = integer('replica', values.replica, 0, replicasMax - 1);
  if (replica >= replicaCount) {
    throw usageError(
      `--replica is ${replica}: of ${replicaCount} replicas the last is ${replicaCount - 1}.`,
    );
  }
  const drawn = BigInt(`0x${randomBytes(16).toString('hex')}`);
  const cluster = values.cluster === undefined ? drawn : clusterId(values.cluster);
  const configuration = productionConfiguration;
  const parts = format({ cluster, replica, replicaCount, configuration });
  try {
    await createDataFile(path, zoneOffsets(configuration), parts);
  } catch (error) {
    throw explained(path, error);
  }
  process.stderr.write(`formatted ${path}: cluster=${cluster} replica_count=${replicaCount}\n`);
}

function explained(path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EEXIST') {
    return usageError(`${path} is there already: take another path, or delete it first.`);
  }
  if (code === 'ENOENT') return usageError(`${path} lies in a folder that does not exist.`);
  if (code === 'EACCES' || code === 'EROFS' || code === 'ENOSPC') {
    return new OperatingError(`${path} cannot be written (${code}).`, exitCodes.environment);
  }
  return error;
}
