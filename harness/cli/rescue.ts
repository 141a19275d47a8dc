/** What must be saved if the process ends in a way that nobody planned. */
const rescues = new Set<() => void>();

/** Returns a function that takes it off the list again. */
export function onRescue(rescue: () => void): () => void {
  rescues.add(rescue);
  return () => rescues.delete(rescue);
}

export function rescueAll(): void {
  for (const rescue of rescues) {
    rescues.delete(rescue);
    try {
      rescue();
    } catch {
      // The error that led here is the one to tell of.
    }
  }
}
