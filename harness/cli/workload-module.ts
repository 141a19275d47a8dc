import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { catalogue } from '../../workloads/catalogue.ts';
import { checkers as ours } from '../checkers/catalogue.ts';
import type { Checker } from '../checkers/checker.ts';
import { fileError } from '../store/file-error.ts';
import { type ParameterDescription, WorkloadError, type WorkloadKind } from '../workload.ts';
import { guardedChecker } from './guarded-checker.ts';
import { guardedKind } from './guarded-workload.ts';
import { fittedParameters } from './make-plan.ts';
import { usageError } from './usage.ts';
import { userMistake } from './user-mistake.ts';

/** What a module that a user wrote exports: `workload`, and `checkers` if they like. */
export interface LoadedModule {
  readonly kind: WorkloadKind;
  /** Asked besides the built-in ones. */
  readonly checkers: readonly Checker[];
}

/** SHA-256 over the bytes of a file, in hexadecimal. @throws OperatingError if it can't be read */
export function digestOf(file: string): string {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch (error) {
    throw fileError(`${file} cannot be read`, error);
  }
}

/** @throws OperatingError naming the file, where it is not a module with a workload in it */
export async function loadModule(file: string): Promise<LoadedModule> {
  const exported = await importModule(file);
  const kind = guardedKind(workloadOf(file, exported['workload']), file);
  try {
    kind.open('a seed', fittedParameters(kind, {}));
  } catch (error) {
    if (!(error instanceof WorkloadError)) throw error;
    throw userMistake(file, 'its workload refuses its own defaults', error);
  }
  return { kind, checkers: checkersOf(file, exported['checkers']) };
}

async function importModule(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(resolve(file)).href)) as Record<string, unknown>;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ERR_UNKNOWN_FILE_EXTENSION') {
      const advice = /^\.[cm]?ts$/.test(extname(file))
        ? 'use Node 22.18 or newer, or write it in JavaScript'
        : 'call it .mjs';
      throw usageError(`${file}: Node ${process.versions.node} loads no such file: ${advice}.`);
    }
    if (error instanceof SyntaxError) {
      // Node prints the line of one that nobody catches, and keeps it to itself otherwise.
      throw usageError(
        `${file} is not JavaScript: ${error.message}; "node --check ${file}" shows where.`,
      );
    }
    throw userMistake(file, 'it cannot be loaded', error);
  }
}

const texts = ['name', 'purpose'] as const;

function workloadOf(file: string, value: unknown): WorkloadKind {
  if (typeof value !== 'object' || value === null) {
    throw usageError(
      `${file} exports no workload: write "export const workload = { name, purpose, parameters, ` +
        'stages, open }".',
    );
  }
  const kind = value as WorkloadKind;
  for (const text of texts) {
    if (!isText(kind[text])) throw usageError(`${file}: workload.${text} must be a line of text.`);
  }
  if (!Array.isArray(kind.parameters) || !kind.parameters.every(isDescription)) {
    throw usageError(
      `${file}: workload.parameters must be a list of { name, purpose, default, range }.`,
    );
  }
  for (const method of ['stages', 'open'] as const) {
    if (typeof kind[method] === 'function') continue;
    throw usageError(`${file}: workload.${method} must be a function.`);
  }
  if (catalogue.some(({ name }) => name === kind.name)) {
    throw usageError(`${file}: "${kind.name}" is a built-in workload: give yours another name.`);
  }
  return kind;
}

function checkersOf(file: string, value: unknown): Checker[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw usageError(`${file}: checkers must be a list of checkers.`);
  const taken = new Set(ours.map(({ name }) => name));
  return (value as Checker[]).map((checker, position) => {
    const { name, about, property, check } = Object(checker) as Partial<Checker>;
    const fits = isText(name) && isText(about) && typeof check === 'function';
    if (!fits || (property !== 'safety' && property !== 'liveness')) {
      throw usageError(
        `${file}: checkers[${position}] must be { name, about, property, check }, ` +
          'with a property of "safety" or "liveness".',
      );
    }
    if (taken.has(name)) {
      throw usageError(`${file}: there is a checker "${name}" already: give yours another name.`);
    }
    taken.add(name);
    return guardedChecker(checker, file);
  });
}

function isDescription(value: unknown): boolean {
  const { name, purpose, default: usual, range } = Object(value) as Partial<ParameterDescription>;
  return isText(name) && isText(purpose) && isText(range) && usual !== undefined;
}

/** One printable line that fits into tables and names of folders. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && /^\S.{0,198}\S$|^\S$/.test(value);
}
