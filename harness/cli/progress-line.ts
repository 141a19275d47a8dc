import { formatCount } from '../count-text.ts';
import type { Progress } from '../schedule.ts';
import { second } from '../time.ts';

/** How often at most, in milliseconds: a bar is drawn over, lines stay. */
const barInterval = 80;
const lineInterval = 2_000;
const barWidth = 24;

/** Shows on stderr how far a run is: a bar on a terminal, a plain line now and then elsewhere. */
export class ProgressLine {
  readonly #terminal: boolean;
  #shownAt: number;
  #drawn = false;

  constructor() {
    this.#terminal = process.stderr.isTTY && process.env['TERM'] !== 'dumb';
    this.#shownAt = this.#terminal ? Number.NEGATIVE_INFINITY : performance.now();
  }

  update(progress: Progress): void {
    if (!this.#isTime()) return;
    if (this.#terminal) this.#draw(progress);
    else process.stderr.write(`${percentOf(progress)} % · ${describe(progress)}\n`);
  }

  /** How far something is that has no end which could be foretold. */
  tell(text: string): void {
    if (!this.#isTime()) return;
    if (this.#terminal) this.#redraw(text);
    else process.stderr.write(`${text}\n`);
  }

  #isTime(): boolean {
    const now = performance.now();
    if (now - this.#shownAt < (this.#terminal ? barInterval : lineInterval)) return false;
    this.#shownAt = now;
    return true;
  }

  /** What is being done once the run itself is over; nothing to see where there is no terminal. */
  doing(text: string): void {
    if (!this.#terminal) return;
    process.stderr.write(`\r\u001B[K${text}`);
    this.#drawn = true;
  }

  /** Leaves the terminal as it was. */
  clear(): void {
    if (this.#drawn) process.stderr.write('\r\u001B[K');
    this.#drawn = false;
  }

  #draw(progress: Progress): void {
    const percent = percentOf(progress);
    const filled = Math.floor((barWidth * percent) / 100);
    const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
    this.#redraw(`${bar} ${String(percent).padStart(3)} %  ${describe(progress)}`);
  }

  /** A line that wraps could not be drawn over. */
  #redraw(line: string): void {
    process.stderr.write(`\r\u001B[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
    this.#drawn = true;
  }
}

function percentOf({ answered, requests }: Progress): number {
  return requests === 0 ? 100 : Math.floor((100 * answered) / requests);
}

function describe({ answered, requests, now, phase }: Progress): string {
  const of = `${formatCount(answered)} of ${formatCount(requests)} requests`;
  return `${of} · ${(now / second).toFixed(1)} s of virtual time · ${phase}`;
}
