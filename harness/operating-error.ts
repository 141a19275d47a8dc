import type { ExitCode } from './result.ts';

/**
 * Something that a person can put right: bad input, a full disk, a missing program. Its message is
 * one sentence that says what is wrong and what to do; it is printed without a stack trace.
 */
export class OperatingError extends Error {
  override name = 'OperatingError';
  readonly exit: ExitCode;

  constructor(message: string, exit: ExitCode) {
    super(message);
    this.exit = exit;
  }
}
