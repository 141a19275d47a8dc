import { assert } from '../../harness/assert.ts';
import type { Operation } from './operation.ts';

/** More than are ever under way at once: the part of a token that says how often it was used. */
const placesMax = 2 ** 20;

/**
 * What storage has been asked for and not reported. An operation's token is its place in a table
 * and how often that place was taken before: a map would grow and shrink with each of them.
 */
export interface PendingOperations {
  readonly operations: (Operation | null)[];
  /** The token of each place's operation, present or last. */
  readonly tokens: number[];
  /** The places that are free. */
  readonly free: number[];
}

export function createPendingOperations(): PendingOperations {
  return { operations: [], tokens: [], free: [] };
}

/** @returns the token by which it is known when it is done; no other ever has the same */
export function addOperation(pending: PendingOperations, operation: Operation): number {
  const { operations, tokens, free } = pending;
  const place = free.pop() ?? operations.length;
  assert(place < placesMax, 'there are places for all operations under way');
  const token = (tokens[place] ?? place) + placesMax;
  operations[place] = operation;
  tokens[place] = token;
  return token;
}

/** The operation that is done now: it is forgotten. */
export function takeOperation(pending: PendingOperations, token: number): Operation {
  const place = token % placesMax;
  const operation = pending.operations[place] ?? null;
  const known = operation !== null && pending.tokens[place] === token;
  assert(known, 'a completion is of an operation under way');
  pending.operations[place] = null;
  pending.free.push(place);
  return operation;
}
