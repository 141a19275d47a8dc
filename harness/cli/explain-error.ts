import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { OperatingError } from '../operating-error.ts';
import { type ExitCode, exitCodes } from '../result.ts';

/** A run that could not be brought to its end; `cause` says why. */
export class BrokenRun extends Error {
  override name = 'BrokenRun';
  /** Where the details were written, if anywhere. */
  readonly detailsFile: string | null;
  /** The command that does the same again. */
  readonly reproduce: string;

  constructor(cause: unknown, detailsFile: string | null, reproduce: string) {
    super(messageOf(cause), { cause });
    this.detailsFile = detailsFile;
    this.reproduce = reproduce;
  }
}

/**
 * Says on stderr in one sentence what went wrong, and returns the exit code for it.
 * @param program what the command was called by
 */
export function explain(error: unknown, debug: boolean, program = 'vivarium'): ExitCode {
  if (error instanceof BrokenRun) {
    const exit = explainCause(error.cause, error.detailsFile, debug, program);
    process.stderr.write(`To do the same again:\n${error.reproduce}\n`);
    return exit;
  }
  return explainCause(error, null, debug, program);
}

function explainCause(
  error: unknown,
  detailsFile: string | null,
  debug: boolean,
  program: string,
): ExitCode {
  if (error instanceof OperatingError) {
    process.stderr.write(`${program}: ${error.message}\n`);
    return error.exit;
  }
  const details = detailsFile ?? writeDetails(error);
  const place = details === null ? 'run it again with --debug for the details' : `see ${details}`;
  process.stderr.write(
    `${program}: This is a defect in vivarium itself (${messageOf(error)}): ` +
      `please report it, ${place}.\n`,
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
