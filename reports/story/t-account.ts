import { countOf } from '../wording/quantities.ts';
import type { Side } from './biography.ts';
import type { Entry, Lives, ReadingOf } from './lives.ts';
import type { Names } from './names.ts';
import { amountText, fieldNames } from './record-text.ts';
import type { TAccount, TLine, TSum } from './story.ts';
import type { WrongSum } from './suspects.ts';

/** Lines of a side that are drawn one by one; what came before them is summed up in one. */
const linesMax = 5;
const linesOfOthersMax = 2;

const columns = [
  { side: 'debit', pending: false, field: 'debitsPosted' },
  { side: 'credit', pending: false, field: 'creditsPosted' },
  { side: 'debit', pending: true, field: 'debitsPending' },
  { side: 'credit', pending: true, field: 'creditsPending' },
] as const;

/** What is known when an account is drawn. */
export interface Drawn {
  readonly lives: Lives;
  readonly names: Names;
  /** Nothing after this op is drawn. */
  readonly opMax: number;
  readonly wrong: WrongSum | undefined;
  /** Transfers whose lines are marked. */
  readonly suspects: ReadonlySet<bigint>;
}

/** An account with all that was entered into it up to an op, and what somebody read of it. */
export function drawAccount(id: bigint, drawn: Drawn): TAccount {
  const { lives, names, wrong, suspects } = drawn;
  const opMax = wrong === undefined ? drawn.opMax : wrong.reading.op;
  const entries = lives.entries.filter(
    (entry) =>
      entry.account === id &&
      entry.op <= opMax &&
      (entry.done || (wrong?.suspects.includes(entry) ?? false)),
  );
  const reading = wrong?.reading ?? readingOfAll(lives, entries, id, opMax);
  const sums = columns.map(({ side, pending, field }): TSum => {
    const own = entries.filter((entry) => entry.field === field && entry.done);
    const byLines = own.reduce((sum, { amount }) => sum + amount, 0n);
    return { side, pending, byLines, read: reading?.read[field] ?? null };
  });
  const lines = columns.flatMap(({ side, pending, field }) => {
    const own = entries.filter((entry) => entry.field === field);
    const alone = wrong === undefined ? linesOfOthersMax : linesMax;
    return linesOf(own, { side, pending }, alone, suspects, names);
  });
  return {
    name: names.bare('account', id),
    id,
    lines: lines.toSorted((a, b) => a.op - b.op),
    sums: sums.filter(({ byLines, read, ...of }) => {
      const moved = lines.some((line) => line.side === of.side && line.pending === of.pending);
      return !of.pending || byLines !== 0n || (read ?? 0n) !== 0n || moved;
    }),
    readAt: reading?.op ?? null,
    missing: wrong === undefined ? '' : missingText(wrong, names),
  };
}

/** The first reading after all that is drawn, if anybody has looked since. */
function readingOfAll(
  lives: Lives,
  entries: readonly Entry[],
  id: bigint,
  opMax: number,
): ReadingOf | undefined {
  const last = entries.at(-1)?.op ?? 0;
  return lives.readings.find(({ account, op }) => account === id && op > last && op <= opMax);
}

function linesOf(
  entries: readonly Entry[],
  of: { readonly side: Side; readonly pending: boolean },
  alone: number,
  suspects: ReadonlySet<bigint>,
  names: Names,
): TLine[] {
  // A line that matters is drawn however long ago it was.
  const kept = new Set(entries.filter(({ transfer }) => suspects.has(transfer)).slice(-linesMax));
  for (const entry of entries.slice(-alone)) kept.add(entry);
  const earlier = entries.filter((entry) => !kept.has(entry));
  const lines = entries
    .filter((entry) => kept.has(entry))
    .map((entry): TLine => {
      const suspect = suspects.has(entry.transfer);
      const label = names.transfer(entry.transfer);
      return { ...of, amount: entry.amount, label, op: entry.op, suspect };
    });
  const last = earlier.at(-1);
  if (last === undefined) return lines;
  const amount = earlier.reduce((sum, entry) => sum + entry.amount, 0n);
  const label = `${earlier.length} earlier`;
  return [{ ...of, amount, label, op: last.op, suspect: false }, ...lines];
}

/** Where the missing unit went: what does not fit, and what would explain it. */
export function missingText(wrong: WrongSum, names: Names): string {
  const { difference, field, how, suspects, reading } = wrong;
  const amount = amountText(difference < 0n ? -difference : difference);
  const much = difference < 0n ? `${amount} too few` : `${amount} too many`;
  const name = names.account(reading.account);
  const lead = `the ${fieldNames[field]} of ${name} is ${much}`;
  const [first] = suspects;
  if (how === 'none' || first === undefined) {
    return `${lead}, and no transfer since it was last right has that amount.`;
  }
  if (how === 'all') {
    const given = suspects.every(({ amount }) => amount < 0n);
    const done = given ? 'given anything back' : 'been entered';
    const entries = countOf(suspects.length, 'entry', 'entries');
    return `${lead}: as if none of its last ${entries} had ${done}.`;
  }
  const who = names.transfer(first.transfer);
  const others = suspects.length > 1 ? ` (or one of ${suspects.length - 1} more like it)` : '';
  if (how === 'twice') return `${lead}: as if ${who} had been entered twice${others}.`;
  if (!first.done) return `${lead}: as if ${who}, which was refused, had been done${others}.`;
  const undone =
    first.amount < 0n
      ? 'had given nothing back'
      : field.endsWith('Pending')
        ? 'had never been entered, or was given back too early'
        : 'had never been entered';
  return `${lead}: as if ${who} ${undone}${others}.`;
}
