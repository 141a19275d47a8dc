/** A broken invariant of our own code, or of the replica under test: never an operating error. */
export class AssertionError extends Error {
  override name = 'AssertionError';
}

/**
 * Holds in production too: a replica that goes on after a broken invariant corrupts what it stores.
 * @throws AssertionError with `message` when `condition` is false.
 */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}
