import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { OperatingError } from '../operating-error.ts';
import { type ExitCode, exitCodes } from '../result.ts';

/** An error of ours whose details are on disk already. */
export class InternalError extends Error {
  override name = 'InternalError';
  readonly detailsFile: string;

  constructor(detailsFile: string, cause: unknown) {
    super(messageOf(cause), { cause });
    this.detailsFile = detailsFile;
  }
}

/** Says in one sentence on stderr what went wrong, and returns the exit code for it. */
export function explain(error: unknown, debug: boolean): ExitCode {
  if (error instanceof OperatingError) {
    process.stderr.write(`vivarium: ${error.message}\n`);
    return error.exit;
  }
  const details = error instanceof InternalError ? error.detailsFile : writeDetails(error);
  const place = details === null ? 'Run it again with --debug for the details.' : `See ${details}`;
  process.stderr.write(
    `vivarium: This is a defect in vivarium itself, please report it: ${messageOf(error)}. ${place}\n`,
  );
  if (debug) process.stderr.write(`${detailsOf(error)}\n`);
  return exitCodes.internal;
}

/** All that is known of an error, for whoever mends it. */
export function detailsOf(error: unknown): string {
  const { versions, platform, arch, argv } = process;
  const command = JSON.stringify(argv.slice(2));
  return `${inspect(error)}\n\nnode ${versions.node} ${platform} ${arch}\narguments ${command}\n`;
}

function writeDetails(error: unknown): string | null {
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const file = join(tmpdir(), `vivarium-crash-${stamp}-${process.pid}.txt`);
  try {
    writeFileSync(file, detailsOf(error), { flag: 'wx' });
    return file;
  } catch {
    return null;
  }
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split('\n')[0] ?? '').replace(/[.!]$/, '');
}
