import { marks } from '../../../cluster/vsr/marks.ts';
import { countOf } from '../../../reports/wording/quantities.ts';
import type { Plan } from '../../plan.ts';
import { type ExitCode, exitCodes } from '../../result.ts';
import type { ChosenWorkload } from '../chosen-workload.ts';
import type { Output } from '../output.ts';
import { recordInMemory } from '../record-in-memory.ts';
import { usageError } from '../usage.ts';
import { TracePrinter } from './trace-printer.ts';

const phrases = new Map<string, string>(Object.entries(marks));

function phraseOf(mark: string): string {
  return phrases.get(mark) ?? 'not described';
}

/** Prints all of a run to where the output's words go. To be closed when the run has ended. */
export function tracePrinter(
  plan: Plan,
  output: Output,
  until: number | null = null,
  onUntil: () => void = () => {},
): TracePrinter {
  return new TracePrinter({ plan, write: (text) => output.say(text), until, onUntil, phraseOf });
}

/**
 * Runs a plan up to the first commit of an op, prints all of it, and judges nothing.
 * @throws OperatingError where the run ends before
 */
export async function traceUntil(
  plan: Plan,
  chosen: ChosenWorkload,
  op: number,
  output: Output,
): Promise<ExitCode> {
  // The cluster looks at the signal after every event.
  const stop = new AbortController();
  const printer = tracePrinter(plan, output, op, () => stop.abort());
  const workload = chosen.open(plan);
  const { events } = await recordInMemory(plan, workload, stop.signal, undefined, printer);
  printer.close();
  if (!stop.signal.aborted) {
    const last = events.reduce((max, e) => (e.kind === 'commit' ? Math.max(max, e.op) : max), 0);
    throw usageError(`The run ends with op ${last}: give --until that or less.`);
  }
  output.say(
    `Stopped behind the first commit of op ${op}, after ${countOf(printer.lines, 'line')}.`,
  );
  return exitCodes.pass;
}
