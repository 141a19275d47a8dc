import { decodeReply, encodeBatch, resultLayout } from './bodies.ts';
import { Ledger, type LedgerOptions } from './ledger.ts';
import { operations } from './operations.ts';
import {
  type PartialRecord,
  parseRecording,
  type RecordedRequest,
  RecordingError,
  type RecordingScenario,
} from './recording-lines.ts';
import { batchTimestamp, expiryPulses, isCreate } from './recording-times.ts';
import type { Field } from './records.ts';

export { RecordingError } from './recording-lines.ts';

/** A value that the recording has, and what the ledger answered instead. */
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

/** TigerBeetle's largest message of 1 MiB without its header. */
const messageBodySizeMax = 1024 * 1024 - 256;

/** What a server started with `--development` accepts: 32 KiB with the header. */
const batchSizeLimitDevelopment = 32 * 1024 - 256;

/** How long the server was left idle at an `expire` line, in nanoseconds. */
const idleNs = 3_600_000_000n;

const pulseBody = new Uint8Array(0);

/**
 * Replays the text of a recording, which is JSON Lines, against a fresh ledger for each scenario,
 * and compares every field of every reply. `options` are for ledgers with other rules.
 * @throws RecordingError where a line is damaged.
 */
export function replayRecording(
  text: string,
  options: Pick<LedgerOptions, 'rules'> = {},
): RecordingReport {
  const scenarios = parseRecording(text);
  const report = { scenarios: 0, requests: 0, events: 0, differences: [] as RecordingDifference[] };
  for (const scenario of scenarios) {
    const replay = new Replay(scenario, options);
    replay.run();
    report.scenarios++;
    report.requests += replay.requests;
    report.events += replay.events;
    for (const difference of replay.differences) report.differences.push(difference);
  }
  return report;
}

class Replay {
  requests = 0;
  events = 0;
  readonly differences: RecordingDifference[] = [];
  private readonly scenario: RecordingScenario;
  private readonly ledger: Ledger;
  private readonly pulses: readonly bigint[];
  /** Of the ledger's last commit, and of the last batch that created something or tried to. */
  private timestamp = 0n;
  private timestampOfBatch = 0n;

  constructor(scenario: RecordingScenario, options: Pick<LedgerOptions, 'rules'>) {
    this.scenario = scenario;
    // A server that took a larger request was not one for development.
    const isLarge = scenario.lines.some(
      (line) => line.kind === 'request' && encode(line).length > batchSizeLimitDevelopment,
    );
    const batchSizeLimit = isLarge ? messageBodySizeMax : batchSizeLimitDevelopment;
    this.ledger = new Ledger({ ...options, messageBodySizeMax, batchSizeLimit });
    this.pulses = expiryPulses(scenario);
  }

  run(): void {
    for (const line of this.scenario.lines) {
      if (line.kind === 'expire') this.expire();
      else this.request(line);
    }
  }

  /** The pulses that the recording tells of, and at the end of the idle time one for the rest. */
  private expire(): void {
    const end = this.timestampOfBatch + idleNs;
    for (const timestamp of this.pulses) {
      if (timestamp > this.timestamp && timestamp <= end && this.ledger.pulseNeeded(timestamp)) {
        this.pulse(timestamp);
      }
    }
    let timestamp = end > this.timestamp ? end : this.timestamp + 1n;
    while (this.ledger.pulseNeeded(timestamp)) this.pulse(timestamp++);
  }

  private pulse(timestamp: bigint): void {
    this.ledger.commit(operations.pulse, timestamp, pulseBody);
    this.timestamp = timestamp;
  }

  private request(request: RecordedRequest): void {
    const operation = operations[request.name];
    const body = encode(request);
    if (!this.ledger.valid(operation, body)) {
      throw new RecordingError(request.line, 'the request is larger than a message can be.');
    }
    this.requests++;
    this.events += request.events.length;
    this.timestamp = batchTimestamp(request, this.timestamp);
    if (isCreate(request.name)) this.timestampOfBatch = this.timestamp;
    const reply = this.ledger.commit(operation, this.timestamp, body);
    this.compare(request, decodeReply(request.name, reply));
  }

  private compare(request: RecordedRequest, got: readonly object[]): void {
    const expected = request.results;
    const fields = resultLayout(request.name).fields;
    const count = Math.min(got.length, expected.length);
    const { line } = request;
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
    this.differences.push({ seed: this.scenario.seed, line, event, field, expected, got });
  }
}

function encode(request: RecordedRequest): Uint8Array {
  const events = request.name.startsWith('lookup')
    ? request.events.map((event) => event['id'] as bigint)
    : request.events;
  return encodeBatch(request.name, events as never);
}

function zeroOf(field: Field): bigint | number {
  return field.width < 8 ? 0 : 0n;
}
