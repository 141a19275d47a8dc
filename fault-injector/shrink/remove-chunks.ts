/** Whether what is left still fails in the same way. */
export type StillFails<T> = (items: readonly T[]) => Promise<boolean>;

/**
 * Delta debugging: leaves out ever smaller chunks for as long as what is left still fails. Every
 * item of the answer is needed: without any single one the failure is gone.
 *
 * Chunks go from the end to the beginning, since what came last is needed least: a failure that
 * happened early is cut free in the first few attempts.
 * @param items which fail as they are
 */
export async function removeChunks<T>(
  items: readonly T[],
  stillFails: StillFails<T>,
): Promise<readonly T[]> {
  let left = items;
  let size = Math.ceil(left.length / 2);
  while (size > 0) {
    const before = left.length;
    left = await removeOfSize(left, size, stillFails);
    // At size 1 once more for as long as it helps: what was needed may have lost its need.
    if (size > 1) size = Math.ceil(Math.min(size, left.length) / 2);
    else if (left.length === before) size = 0;
  }
  return left;
}

async function removeOfSize<T>(
  items: readonly T[],
  size: number,
  stillFails: StillFails<T>,
): Promise<readonly T[]> {
  let left = items;
  for (let until = left.length; until > 0; until -= size) {
    const from = Math.max(0, until - size);
    const candidate = [...left.slice(0, from), ...left.slice(until)];
    if (await stillFails(candidate)) left = candidate;
  }
  return left;
}
