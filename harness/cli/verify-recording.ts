import { readFileSync } from 'node:fs';
import { countOf } from '../../reports/wording/quantities.ts';
import { type RecordingDifference, RecordingError, replayRecording } from '../ledger/recording.ts';
import { fileError } from '../store/file-error.ts';
import { DamagedError, unpackMembers } from '../store/gzip-members.ts';
import type { Output } from './output.ts';
import { usageError } from './usage.ts';

/** What came of replaying one recording. */
export interface FileReport {
  readonly file: string;
  readonly scenarios: number;
  readonly requests: number;
  readonly events: number;
  readonly differences: readonly RecordingDifference[];
}

/** @throws OperatingError naming the file, and the line where there is one that is damaged */
export function verifyRecording(file: string): FileReport {
  const text = readRecording(file);
  try {
    const { scenarios, requests, events, differences } = replayRecording(text);
    if (requests > 0) return { file, scenarios, requests, events, differences };
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
    const reason = error.message.replace(/^Line \d+: /, '');
    throw usageError(`${file}:${error.line}: ${sentence(reason)}`);
  }
  throw usageError(`${file} holds no request, so nothing can be verified: record it again.`);
}

function readRecording(file: string): string {
  let data: Uint8Array;
  try {
    data = readFileSync(file);
  } catch (error) {
    throw fileError(`${file} cannot be read`, error);
  }
  return decode(file, isGzipped(data) ? unpacked(file, data) : data);
}

/** By its first bytes: names are changed more easily. */
function isGzipped(data: Uint8Array): boolean {
  return data[0] === 0x1f && data[1] === 0x8b;
}

function unpacked(file: string, data: Uint8Array): Uint8Array {
  try {
    return Buffer.concat([...unpackMembers(data)].map(({ bytes }) => bytes));
  } catch (error) {
    if (!(error instanceof DamagedError)) throw error;
    throw usageError(`${file} is damaged or cut off, and cannot be unpacked: fetch it again.`);
  }
}

function decode(file: string, data: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(data);
  } catch {
    const line = lineOfDamage(data);
    throw usageError(`${file}:${line}: The line is not text (UTF-8): the recording is damaged.`);
  }
}

function lineOfDamage(data: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let from = 0;
  for (let line = 1; ; line++) {
    const end = data.indexOf(0x0a, from);
    const until = end < 0 ? data.length : end;
    try {
      decoder.decode(data.subarray(from, until));
    } catch {
      return line;
    }
    if (end < 0) return line;
    from = until + 1;
  }
}

function sentence(message: string): string {
  const text = `${message.slice(0, 1).toUpperCase()}${message.slice(1)}`;
  return /[.?]$/.test(text) ? text : `${text}.`;
}

export function printFileReport(report: FileReport, output: Output): void {
  const { file, scenarios, requests, events, differences } = report;
  output.say(
    `${file}: ${countOf(scenarios, 'scenario')}, ${countOf(requests, 'request')}, ` +
      `${countOf(events, 'event')}, ${countOf(differences.length, 'difference')}`,
  );
  for (const { seed, line, event, field, expected, got } of differences) {
    output.say(
      `  seed ${seed}, line ${line}, event ${event}, ${field}: expected ${expected}, got ${got}`,
    );
  }
}
