import { parse } from 'yaml';
import type { Expectation } from '../plan/capsule.ts';
import { readTextFile } from './read-file.ts';
import { usageError } from './usage.ts';

/** What the capsule in a file says that its plan comes to; null where the file is a plan alone. */
export function readExpectation(file: string): Expectation | null {
  const { vivarium, version, expected } = Object(parse(readTextFile(file))) as {
    vivarium?: unknown;
    version?: unknown;
    expected?: Partial<Expectation>;
  };
  if (vivarium !== 'capsule') return null;
  const fingerprint = expected?.fingerprint;
  const known = typeof fingerprint === 'string' || fingerprint === null;
  if (version === 1 && known) return expected as Expectation;
  throw usageError(`${file} is not a capsule of version 1: use the vivarium that wrote it.`);
}
