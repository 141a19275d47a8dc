import { formatMoment } from '../wording/quantities.ts';
import type { Side } from './biography.ts';
import { amountText } from './record-text.ts';
import type { Sentence, Story, TAccount, TLine, TSum } from './story.ts';

/** In columns, of each side of an account, where its amounts need no more. */
const sideWidthMin = 32;

/**
 * A story for a terminal: numbered sentences, then the accounts as a bookkeeper draws them. Lines
 * are as long as their sentences; whoever prints them wraps.
 */
export function renderStory({ sentences, accounts }: Story): readonly string[] {
  const drawn = accounts.flatMap((account) => ['', ...renderAccount(account)]);
  return [...sentences.map((sentence, at) => numbered(sentence, at + 1)), ...drawn];
}

function numbered({ text, time }: Sentence, number: number): string {
  const moment = time === null ? '' : `${formatMoment(time)}  `;
  return `${String(number).padStart(3)}. ${moment}${text}`;
}

/** Debits on the left, credits on the right; a line that is to blame has a `!` before it. */
function renderAccount({ name, id, lines, sums, readAt, missing }: TAccount): string[] {
  const columnOf = (side: Side): Column => ({
    lines: linesOf(side, lines),
    sums: sumsOf(side, sums, readAt),
  });
  const [debits, credits] = [columnOf('debit'), columnOf('credit')];
  const cells = [debits, credits].flatMap((column) => [...column.lines, ...column.sums]);
  const what = Math.max(0, ...cells.map((cell) => cell.what.length));
  const amount = Math.max(0, ...cells.map((cell) => cell.amount.length));
  const width = Math.max(sideWidthMin, what + amount + 3);
  const text = (cell: Cell | undefined): string =>
    cell === undefined ? '' : `${cell.what} ${cell.amount.padStart(width - cell.what.length - 2)}`;
  const pair = (left: string, right: string): string =>
    `  ${left.padEnd(width)}│${right}`.trimEnd();
  const pairs = (left: readonly Cell[], right: readonly Cell[]): string[] =>
    Array.from({ length: Math.max(left.length, right.length) }, (_, row) =>
      pair(text(left[row]), text(right[row])),
    );
  const rule = '─'.repeat(width);
  return [
    `account ${name}, ${id}`,
    pair(' debits', ' credits'),
    `  ${rule}┬${rule}`,
    ...pairs(debits.lines, credits.lines),
    `  ${rule}┼${rule}`,
    ...pairs(debits.sums, credits.sums),
    ...(missing === '' ? [] : [`  ${missing}`]),
  ];
}

/** What a line is about, and its amount: the amounts of a column end where the column does. */
interface Cell {
  readonly what: string;
  readonly amount: string;
}

interface Column {
  readonly lines: readonly Cell[];
  readonly sums: readonly Cell[];
}

function linesOf(side: Side, lines: readonly TLine[]): Cell[] {
  return lines
    .filter((line) => line.side === side)
    .map(({ amount, pending, label, op, suspect }) => {
      const what = `${suspect ? '!' : ' '}op ${op} ${label}${pending ? ', pending' : ''}`;
      return { what, amount: amountText(amount) };
    });
}

function sumsOf(side: Side, sums: readonly TSum[], readAt: number | null): Cell[] {
  return sums
    .filter((sum) => sum.side === side)
    .flatMap(({ pending, byLines, read }) => {
      const kind = pending ? 'pending' : 'posted';
      const added = { what: ` ${kind}, added up`, amount: amountText(byLines) };
      if (read === null) return [added];
      const mark = read === byLines ? ' ' : '!';
      return [added, { what: `${mark}${kind}, read at op ${readAt}`, amount: amountText(read) }];
    });
}
