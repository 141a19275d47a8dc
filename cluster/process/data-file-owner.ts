import { open } from 'node:fs/promises';
import { checksum } from '../../harness/checksum.ts';
import { OperatingError } from '../../harness/operating-error.ts';
import type { ReplicaConfiguration } from '../../harness/plan.ts';
import { exitCodes } from '../../harness/result.ts';
import {
  type SuperblockOwner,
  superblockCopies,
  superblockCopySize,
  superblockOwner,
} from '../vsr/superblock-image.ts';

/** Whose data file it is: of the first copy of the superblock that is whole. */
export async function readOwner(
  path: string,
  configuration: ReplicaConfiguration,
): Promise<SuperblockOwner> {
  const size = superblockCopySize(configuration);
  const file = await open(path, 'r').catch((error: unknown) => {
    throw explained(path, error);
  });
  try {
    for (let copy = 0; copy < superblockCopies; copy++) {
      const bytes = new Uint8Array(size);
      await file.read(bytes, 0, size, copy * size);
      const owner = superblockOwner(bytes, checksum);
      if (owner !== null) return owner;
    }
  } finally {
    await file.close();
  }
  throw new OperatingError(
    `${path} has no superblock that can be read: it is no data file of vivarium's, or it is ` +
      'damaged; format a new one.',
    exitCodes.environment,
  );
}

function explained(path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') {
    return new OperatingError(
      `${path} does not exist: make it with tigerbeetle format.`,
      exitCodes.usage,
    );
  }
  if (code === 'EACCES') {
    return new OperatingError(`${path} may not be read.`, exitCodes.environment);
  }
  return error;
}
