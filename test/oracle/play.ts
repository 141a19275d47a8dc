import { AssertionError } from '../../harness/assert.ts';
import type { StateMachine } from '../../harness/environment.ts';
import {
  decodeReplyBatches,
  encodeBatches,
  type RequestName,
  resultLayout,
} from '../../harness/ledger/bodies.ts';
import { operations } from '../../harness/ledger/operations.ts';
import { isCreate } from '../../harness/ledger/recording-times.ts';
import {
  type Command,
  type Fields,
  type Request,
  resolveTimestamps,
  type Script,
} from './commands.ts';
import { fullEvents } from './full-events.ts';
import { ServerAborts } from './imported.ts';
import { second } from './limits.ts';
import type { Oracle } from './oracle.ts';

export type Answer = readonly (readonly Fields[])[];

/** A command that was carried out, and what both said to it. */
export interface Step {
  readonly command: Command;
  /** Nothing is answered to a wait and a pulse. */
  readonly oracle: Answer;
  /** A sentence where the ledger broke an assertion of its own, or is not ready for a pulse. */
  readonly ledger: Answer | string;
}

export interface Played {
  readonly steps: readonly Step[];
  /** Whether the last step is one on which they do not agree. */
  readonly disagrees: boolean;
}

/** Nanoseconds before the first command: what is imported may have happened then. */
const headStart = 100n;

const empty = new Uint8Array(0);

/** Gives the commands to both, until they do not agree. */
export function play(script: Script, oracle: Oracle, ledger: StateMachine): Played {
  const steps: Step[] = [];
  let now = script.start + headStart;
  for (const command of script.commands) {
    let step: Step | null;
    if (command.op === 'wait') {
      now = script.start + ((now - script.start) / second + BigInt(command.seconds)) * second;
      step = { command, oracle: [], ledger: [] };
    } else if (command.op === 'pulse') {
      now += BigInt(oracle.dueCount(now)) + 1n;
      step = { command, oracle: [], ledger: pulse(oracle, ledger, now) };
    } else {
      now += BigInt(createdBy(command)) + 1n;
      step = request(command, script.start, now, oracle, ledger);
    }
    if (step === null) continue;
    steps.push(step);
    if (!agrees(step)) return { steps, disagrees: true };
  }
  return { steps, disagrees: false };
}

function createdBy({ op, batches }: Request): number {
  return isCreate(op) ? batches.reduce((sum, batch) => sum + batch.length, 0) : 0;
}

/** The ledger may want a pulse where nothing is due, but not the other way round. */
function pulse(oracle: Oracle, ledger: StateMachine, now: bigint): Answer | string {
  const due = oracle.dueCount(now);
  oracle.pulse(now);
  if (!ledger.pulseNeeded(now)) return due === 0 ? [] : `wants no pulse, but ${due} are due`;
  return guarded(() => {
    ledger.commit(operations.pulse, now, empty);
    return [];
  });
}

/** Null where the real server would end: it is not asked then. */
function request(
  command: Request,
  start: bigint,
  now: bigint,
  oracle: Oracle,
  ledger: StateMachine,
): Step | null {
  const { op } = command;
  const batches = command.batches.map((batch) =>
    fullEvents(
      op,
      batch.map((fields) => resolveTimestamps(op, fields, start)),
    ),
  );
  let expected: Answer;
  try {
    expected = oracle.answer(op, batches, now) as unknown as Answer;
  } catch (error) {
    if (error instanceof ServerAborts) return null;
    throw error;
  }
  const answer = guarded(() => {
    const body = encodeBatches(op, batches);
    if (!ledger.valid(operations[op], body)) return 'takes the request for malformed';
    const reply = ledger.commit(operations[op], now, body);
    return decodeReplyBatches(op, reply) as unknown as Answer;
  });
  return { command, oracle: expected, ledger: answer };
}

function guarded(run: () => Answer | string): Answer | string {
  try {
    return run();
  } catch (error) {
    if (error instanceof AssertionError) return `breaks an assertion: ${error.message}`;
    throw error;
  }
}

function agrees({ command, oracle, ledger }: Step): boolean {
  if (command.op === 'wait' || command.op === 'pulse') return typeof ledger !== 'string';
  if (typeof ledger === 'string' || ledger.length !== oracle.length) return false;
  return oracle.every((results, batch) => sameResults(command.op, results, ledger[batch] ?? []));
}

function sameResults(name: RequestName, a: readonly Fields[], b: readonly Fields[]): boolean {
  return (
    a.length === b.length && a.every((each, index) => differing(name, each, b[index]) === null)
  );
}

/** The first field in which two results differ. */
export function differing(name: RequestName, a?: Fields, b?: Fields): string | null {
  const fields = resultLayout(name).fields;
  return fields.find((field) => a?.[field.name] !== b?.[field.name])?.name ?? null;
}
