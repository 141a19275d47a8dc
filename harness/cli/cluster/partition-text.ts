import { usageError } from '../usage.ts';

/**
 * `0/12` puts replica 0 on one side and 1 and 2 on the other; whoever is not named stands with the
 * last. Returns the side of each replica.
 */
export function parsePartition(words: readonly string[], replicas: number): readonly number[] {
  const [text, ...more] = words;
  if (text === undefined || more.length > 0 || !/^\d+(\/\d+)+$/.test(text)) {
    throw usageError('partition wants the sides, like "partition 0/12".');
  }
  const groups = text.split('/');
  const sides = Array.from({ length: replicas }, () => groups.length - 1);
  const seen = new Set<string>();
  for (const [side, group] of groups.entries()) {
    for (const name of group) {
      if (Number(name) >= replicas) throw usageError(`There is no replica ${name} in ${text}.`);
      if (seen.has(name)) throw usageError(`Replica ${name} stands twice in ${text}.`);
      seen.add(name);
      sides[Number(name)] = side;
    }
  }
  return sides;
}
