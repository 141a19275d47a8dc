/** A command as it can be pasted into a POSIX shell. */
export function shellCommand(words: readonly string[]): string {
  return words.map((word) => quoted(word)).join(' ');
}

/** Whether a text survives being printed and pasted: one line, nothing invisible. */
export function isPrintable(text: string): boolean {
  return !/[\p{C}\p{Zl}\p{Zp}]/u.test(text);
}

/** How a seed is told of, before anything is made of it. */
export function seedLine(seed: string): string {
  return `seed ${isPrintable(seed) ? seed : JSON.stringify(seed)}`;
}

function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
