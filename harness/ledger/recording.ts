import { decodeReply, encodeBatch, type RequestName, resultLayout } from './bodies.ts';
import { Ledger } from './ledger.ts';
import { operations } from './operations.ts';
import { type PartialRecord, parseRecordingLine, RecordingError } from './recording-lines.ts';
import type { Field } from './records.ts';
import { createAccountStatus, createTransferStatus } from './statuses.ts';

export { RecordingError } from './recording-lines.ts';

/** A value that the recording has (or has not) and that the ledger answered. */
export interface RecordingDifference {
  /** Of the scenario. */
  readonly seed: number | string;
  /** The request's, from 1. */
  readonly line: number;
  /** The index of the result. */
  readonly event: number;
  /** The result's field; `results` where their number differs. */
  readonly field: string;
  readonly expected: string;
  readonly got: string;
}

export interface RecordingReport {
  readonly scenarios: number;
  readonly requests: number;
  /** Events of creates and look-ups, filters of queries. */
  readonly events: number;
  readonly differences: readonly RecordingDifference[];
}

interface Request {
  readonly name: RequestName;
  readonly events: readonly PartialRecord[];
  readonly results: readonly PartialRecord[];
}

/** TigerBeetle's largest message of 1 MiB without its header. */
const messageBodySizeMax = 1024 * 1024 - 256;

/** How long the server was left idle at an `expire` line, in nanoseconds. */
const idleNs = 3_600_000_000n;

const pulseBody = new Uint8Array(0);

/**
 * Replays the text of a recording (JSON Lines, facts in the recordings' README) against a fresh
 * ledger for each scenario, and compares every field of every reply.
 * @throws RecordingError where a line is damaged.
 */
export function replayRecording(text: string): RecordingReport {
  const replay = new Replay();
  let from = 0;
  for (let line = 1; from < text.length; line++) {
    const end = text.indexOf('\n', from);
    const until = end < 0 ? text.length : end;
    const each = text.slice(from, until).trim();
    if (each !== '') replay.line(each, line);
    from = until + 1;
  }
  if (replay.scenarios === 0) {
    throw new RecordingError(1, 'the recording is empty; it must begin with a line "recording":1.');
  }
  return replay;
}

class Replay implements RecordingReport {
  scenarios = 0;
  requests = 0;
  events = 0;
  readonly differences: RecordingDifference[] = [];
  private seed: number | string = 0;
  private ledger = new Ledger({ messageBodySizeMax });
  /** Of the ledger's last commit, and of the last batch that created something or tried to. */
  private timestamp = 0n;
  private timestampOfBatch = 0n;

  line(text: string, line: number): void {
    const parsed = parseRecordingLine(text, line);
    if (parsed.kind === 'header') {
      this.scenarios++;
      this.seed = parsed.seed;
      this.ledger = new Ledger({ messageBodySizeMax });
      this.timestamp = 0n;
      this.timestampOfBatch = 0n;
      return;
    }
    if (this.scenarios === 0) {
      throw new RecordingError(line, 'a line with "recording":1 must come before this one.');
    }
    if (parsed.kind === 'expire') this.expire();
    else this.request(parsed, line);
  }

  private expire(): void {
    const due = this.timestampOfBatch + idleNs;
    this.timestamp = due > this.timestamp ? due : this.timestamp + 1n;
    while (this.ledger.pulseNeeded(this.timestamp)) {
      this.ledger.commit(operations.pulse, this.timestamp, pulseBody);
      this.timestamp++;
    }
  }

  private request(request: Request, line: number): void {
    const operation = operations[request.name];
    const events = request.name.startsWith('lookup')
      ? request.events.map((event) => event['id'] as bigint)
      : request.events;
    const body = encodeBatch(request.name, events as never);
    if (!this.ledger.valid(operation, body)) {
      throw new RecordingError(line, 'the request is larger than a message can be.');
    }
    this.requests++;
    this.events += request.events.length;
    const isCreate = request.name === 'create_accounts' || request.name === 'create_transfers';
    if (isCreate) {
      this.timestamp = batchTimestamp(request, this.timestamp, line);
      this.timestampOfBatch = this.timestamp;
    } else {
      this.timestamp++;
    }
    const reply = this.ledger.commit(operation, this.timestamp, body);
    this.compare(request, decodeReply(request.name, reply), line);
  }

  private compare(request: Request, got: readonly object[], line: number): void {
    const expected = request.results;
    const fields = resultLayout(request.name).fields;
    const count = Math.min(got.length, expected.length);
    if (got.length !== expected.length) {
      this.differs(line, count, 'results', `${expected.length}`, `${got.length}`);
    }
    for (let event = 0; event < count; event++) {
      const recorded = expected[event] as PartialRecord;
      const answered = got[event] as PartialRecord;
      for (const field of fields) {
        const a = recorded[field.name] ?? zeroOf(field);
        const b = answered[field.name] ?? zeroOf(field);
        if (a !== b) this.differs(line, event, field.name, `${a}`, `${b}`);
      }
    }
  }

  private differs(line: number, event: number, field: string, expected: string, got: string): void {
    this.differences.push({ seed: this.seed, line, event, field, expected, got });
  }
}

function zeroOf(field: Field): bigint | number {
  return field.width < 8 ? 0 : 0n;
}

/**
 * The timestamp of a recorded batch. Event i of n has the batch's timestamp - n + 1 + i, so any
 * result tells it, unless it carries the timestamp of an object: where something exists already, or
 * was imported. Where no result tells it, any will do that is above all before and all imported.
 */
function batchTimestamp(request: Request, previous: bigint, line: number): bigint {
  const isAccounts = request.name === 'create_accounts';
  const exists = isAccounts ? createAccountStatus.exists : createTransferStatus.exists;
  const count = BigInt(request.events.length);
  let above = previous;
  for (const [index, event] of request.events.entries()) {
    const result = request.results[index];
    const own = (event['timestamp'] as bigint | undefined) ?? 0n;
    if (result !== undefined && result['status'] !== exists && result['timestamp'] !== own) {
      const timestamp = (result['timestamp'] as bigint) + count - 1n - BigInt(index);
      if (timestamp - count < previous || timestamp >= 1n << 63n) {
        throw new RecordingError(
          line,
          `the timestamp of result ${index} is not above those of the requests before.`,
        );
      }
      return timestamp;
    }
    if (own > above && own < 1n << 62n) above = own;
  }
  return above + count + 1n;
}
