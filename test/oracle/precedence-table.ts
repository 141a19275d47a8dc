import { readFileSync } from 'node:fs';

/** What an event is like that a status applies to, in the words of the table's last column. */
export type Traits = ReadonlyMap<string, string>;

export interface PrecedenceRow {
  readonly status: string;
  /** The kinds of events that can have the status. */
  readonly kinds: readonly string[];
  readonly traits: Traits;
}

/** Kinds that go by one name. */
export type Groups = Readonly<Record<string, readonly string[]>>;

/** The rows of a table, first things first. `groups.all` are all kinds. */
export function readPrecedence(file: string, groups: Groups): PrecedenceRow[] {
  const lines = readFileSync(new URL(file, import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const head = lines.findIndex((line) => line.startsWith('status | '));
  return lines.slice(head + 1).map((line) => {
    const [status, , kinds, traits] = line.split('|').map((cell) => cell.trim());
    if (!status || !kinds || traits === undefined) throw new Error(`${file}: "${line}"`);
    return {
      status,
      kinds: kinds.split(' ').flatMap((name) => groups[name] ?? [name]),
      traits: new Map(traits.split(' ').filter(Boolean).map(splitTrait)),
    };
  });
}

function splitTrait(trait: string): [string, string] {
  const [name, value] = trait.split('=');
  return [name as string, value ?? 'yes'];
}

/**
 * Both together; null where no event can be both. Of two balances the larger has what the smaller
 * has.
 */
export function bothTraits(a: Traits, b: Traits): Traits | null {
  const both = new Map(a);
  for (const [name, value] of b) {
    const other = both.get(name);
    const isBalance = /^(debit|credit)\.(pending|posted)$/.test(name);
    if (other === undefined || (isBalance && Number(value) > Number(other))) both.set(name, value);
    else if (other !== value && !isBalance) return null;
  }
  return both;
}
