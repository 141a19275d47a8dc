import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Trace } from './crossing.ts';
import { decodeHistory, encodeHistory, HistoryError } from './history/codec.ts';
import type { History, ReplyBytes } from './history.ts';
import { OperatingError } from './operating-error.ts';
import { exitCodes, type Result } from './result.ts';
import { fileError } from './store/file-error.ts';
import { DamagedError, packMembers, unpackMembers } from './store/gzip-members.ts';
import { openPacked } from './store/packed-bytes.ts';
import { writeWhole } from './store/write-whole.ts';

/**
 * The files of a run's folder. `plan.json` is written before the run begins; the history (its
 * events as gzipped JSON Lines, the bodies of replies beside them, gzipped too) when it ends,
 * however it ends; all others follow from those two and can be made anew.
 */
export const runFiles = {
  plan: 'plan.json',
  events: 'history.jsonl.gz',
  replies: 'replies.bin.gz',
  result: 'result.json',
  report: 'report.html',
  summary: 'summary.md',
  junit: 'junit.xml',
  /** Of a run that failed: the messages that its violation has to do with. */
  trace: 'trace.json',
  /** Of a shrunk run: all that it takes to see the failure again. */
  capsule: 'capsule.json',
  /** The details of an internal error, where there was one. */
  crash: 'crash.txt',
} as const;

/** Where runs go unless someone says otherwise, below the folder that the command started in. */
export const runsFolder = 'runs';

/**
 * `runs/2026-07-30T14-25-01Z-mixed-k3v9`: the moment in UTC, so that names sort by time
 * everywhere. Taken names get a number behind them.
 */
export function makeRunFolder(moment: Date, workload: string, seed: string): string {
  const name = `${stampOf(moment)}-${fileNameOf(workload)}-${fileNameOf(seed)}`;
  makeFolder(runsFolder);
  for (let attempt = 1; ; attempt++) {
    const folder = join(runsFolder, attempt === 1 ? name : `${name}-${attempt}`);
    try {
      mkdirSync(folder);
      return folder;
    } catch (error) {
      if (!existsSync(folder)) throw fileError(`The folder ${folder} cannot be made`, error);
    }
  }
}

function fileNameOf(text: string): string {
  const safe = text.replaceAll(/[^A-Za-z0-9_-]+/g, '_').slice(0, 24);
  return safe.replaceAll(/^[_-]+|[_-]+$/g, '') || 'x';
}

/** Makes the folder that someone asked for. What it may hold already is never written over. */
export function claimFolder(folder: string): void {
  makeFolder(folder);
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    throw fileError(`The folder ${folder} cannot be read`, error);
  }
  if (names.length === 0) return;
  const holds = names.includes(runFiles.plan) ? 'holds another run already' : 'is not empty';
  throw new OperatingError(
    `The folder ${folder} ${holds}: choose a folder that is empty or does not exist yet.`,
    exitCodes.usage,
  );
}

function makeFolder(folder: string): void {
  try {
    makeWithParents(resolve(folder));
  } catch (error) {
    throw fileError(`The folder ${folder} cannot be made`, error);
  }
}

/** Node's own recursive mkdir never returns where the system refuses with ENOENT, as in /proc. */
function makeWithParents(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  const parent = dirname(folder);
  if (parent !== folder) makeWithParents(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Someone else may have made it in the meantime.
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

/** Writes one of `runFiles`: whole or not at all. */
export function writeRunFile(folder: string, name: string, content: string | Uint8Array): void {
  writeWhole(join(folder, name), content);
}

export function writeHistory(folder: string, history: History): void {
  // The events come last: where they are, all of the history is.
  writeRunFile(folder, runFiles.replies, packMembers(partsOf(history.bytes)));
  writeRunFile(folder, runFiles.events, packMembers(encodeHistory(history)));
}

const partSize = 1_048_576;

function* partsOf(bytes: ReplyBytes): Generator<Uint8Array, void, undefined> {
  for (let from = 0; from < bytes.length; from += partSize) {
    yield bytes.subarray(from, Math.min(bytes.length, from + partSize));
  }
}

/** @throws OperatingError naming the file (and its line), where one is missing or damaged. */
export function readHistory(folder: string): History {
  const events = readRunFile(folder, runFiles.events);
  const bytes = unpacking(folder, runFiles.replies, () =>
    openPacked(readRunFile(folder, runFiles.replies), (from, until) =>
      readPart(join(folder, runFiles.replies), from, until),
    ),
  );
  try {
    return unpacking(folder, runFiles.events, () => decodeHistory(linesOf(events), bytes));
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error;
    const place = `${join(folder, runFiles.events)}:${error.line}`;
    throw new OperatingError(`${place}: ${error.message}`, exitCodes.usage);
  }
}

/** The lines of a gzip file, one at a time: all of them may be more than a string can hold. */
function* linesOf(file: Uint8Array): Generator<string, void, undefined> {
  let rest = Buffer.alloc(0);
  for (const { bytes } of unpackMembers(file)) {
    const text = Buffer.concat([rest, bytes]);
    let from = 0;
    for (let end = text.indexOf(0x0a); end >= 0; end = text.indexOf(0x0a, from)) {
      yield text.toString('utf8', from, end);
      from = end + 1;
    }
    rest = text.subarray(from);
  }
  if (rest.length > 0) yield rest.toString();
}

function unpacking<T>(folder: string, name: string, unpack: () => T): T {
  try {
    return unpack();
  } catch (error) {
    if (!(error instanceof DamagedError)) throw error;
    throw new OperatingError(
      `${join(folder, name)} is damaged and cannot be unpacked: ` +
        `"vivarium replay ${folder}" runs its plan again.`,
      exitCodes.usage,
    );
  }
}

function readRunFile(folder: string, name: string): Buffer {
  if (existsSync(folder) && !existsSync(join(folder, name))) {
    const plan = existsSync(join(folder, runFiles.plan));
    const advice = plan
      ? `the run was broken off or the file was removed; "vivarium replay ${folder}" runs it again`
      : 'it is no folder of a run; name one that "vivarium run" wrote';
    throw new OperatingError(`The folder ${folder} has no ${name}: ${advice}.`, exitCodes.usage);
  }
  try {
    return readFileSync(join(folder, name));
  } catch (error) {
    throw fileError(`${join(folder, name)} cannot be read`, error);
  }
}

function readPart(file: string, from: number, until: number): Uint8Array {
  const part = new Uint8Array(until - from);
  try {
    const open = openSync(file, 'r');
    try {
      readSync(open, part, 0, part.length, from);
    } finally {
      closeSync(open);
    }
  } catch (error) {
    throw fileError(`${file} cannot be read`, error);
  }
  return part;
}

/** The text of the plan's file, to be parsed with its path for the sentences about it. */
export function readPlanText(folder: string): string {
  return readRunFile(folder, runFiles.plan).toString();
}

/** What the run came to, or null where it ended before that was known. */
export function readResult(folder: string): Result | null {
  const advice = `"vivarium report ${folder}" makes it anew`;
  return readVersioned(folder, runFiles.result, { vivarium: 'result', version: 2, advice });
}

/** The messages that a failed run was traced for, or null where it was not traced. */
export function readTrace(folder: string): Trace | null {
  const advice = `the report is made without it, and "vivarium replay ${folder}" traces anew`;
  return readVersioned(folder, runFiles.trace, { vivarium: 'trace', version: 1, advice });
}

/** A JSON file that says what it is; null where it is not there. */
function readVersioned<Value extends { readonly vivarium: string; readonly version: number }>(
  folder: string,
  name: string,
  expected: Pick<Value, 'vivarium' | 'version'> & { readonly advice: string },
): Value | null {
  const file = join(folder, name);
  if (!existsSync(file)) return null;
  let value: unknown;
  try {
    value = JSON.parse(readRunFile(folder, name).toString());
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new OperatingError(
      `${file} is damaged: remove it, and ${expected.advice}.`,
      exitCodes.usage,
    );
  }
  const { vivarium, version } = Object(value) as { vivarium?: unknown; version?: unknown };
  if (vivarium === expected.vivarium && version === expected.version) return value as Value;
  const what = `a ${expected.vivarium} of version ${expected.version}`;
  throw new OperatingError(
    `${file} is not ${what}: use the vivarium that wrote it.`,
    exitCodes.usage,
  );
}

/** A folder of a run below `runs/`, and when the run began: `2026-07-30T14-25-01Z`. */
export interface RunFolder {
  readonly folder: string;
  readonly stamp: string;
}

/** All runs below `runs/`, the oldest first: by the moment in the name, else by the plan's file. */
export function runFolders(): RunFolder[] {
  if (!existsSync(runsFolder)) return [];
  const runs = readdirSync(runsFolder).flatMap((name) => {
    const folder = join(runsFolder, name);
    const plan = statSync(join(folder, runFiles.plan), { throwIfNoEntry: false, bigint: true });
    if (plan === undefined) return [];
    const stamp = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ/.exec(name)?.[0];
    const written = new Date(Number(plan.mtimeMs));
    return [{ folder, stamp: stamp ?? stampOf(written), written: plan.mtimeNs }];
  });
  return runs.toSorted((a, b) => {
    if (a.stamp !== b.stamp) return a.stamp < b.stamp ? -1 : 1;
    return a.written < b.written ? -1 : 1;
  });
}

/** The newest run below `runs/`; null where there is none. */
export function newestRun(): string | null {
  return runFolders().at(-1)?.folder ?? null;
}

/** A moment as the names of folders have it: they sort by time everywhere. */
function stampOf(moment: Date): string {
  return `${moment.toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
}
