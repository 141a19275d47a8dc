import { exitCodes } from '../result.ts';

/**
 * One Ctrl-C on `npm start` arrives twice, from the terminal and from npm: what follows this soon
 * (in milliseconds) is the same wish.
 */
const sameWish = 500;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const endProcess = (): void => process.exit(exitCodes.interrupted);

/** While modules load there is nothing to save: a signal ends the process, as interrupted. */
export function endOnSignals(): void {
  for (const signal of signals) process.on(signal, endProcess);
}

/** Back to what Node does by itself, which works while a long loop hears nothing. */
export function leaveSignalsToNode(): void {
  for (const signal of signals) process.off(signal, endProcess);
}

/** Turns Ctrl-C into an abort; a second one ends the process at once. */
export class Interrupts {
  readonly #controller = new AbortController();
  readonly #restoreTerminal: () => void;
  readonly #onSignal = (): void => this.#heard();
  #firstAt: number | null = null;

  constructor(restoreTerminal: () => void) {
    this.#restoreTerminal = restoreTerminal;
    for (const signal of signals) process.on(signal, this.#onSignal);
    leaveSignalsToNode();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  close(): void {
    for (const signal of signals) process.off(signal, this.#onSignal);
  }

  #heard(): void {
    const now = performance.now();
    if (this.#firstAt === null) {
      this.#firstAt = now;
      this.#restoreTerminal();
      process.stderr.write(
        'Stopping; what was recorded is being saved. Ctrl-C once more ends at once, without it.\n',
      );
      this.#controller.abort();
    } else if (now - this.#firstAt > sameWish) {
      this.#restoreTerminal();
      process.exit(exitCodes.interrupted);
    }
  }
}
