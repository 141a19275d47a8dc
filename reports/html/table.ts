import { type Box, boxText } from '../charts/box.ts';
import { escapeMarkup } from '../wording/plain-text.ts';
import { countOf } from '../wording/quantities.ts';

export interface Column {
  readonly heading: string;
  readonly class?: 'right' | 'nowrap' | 'first';
  /** Its cells name their rows: what a screen reader says before any other cell of the row. */
  readonly names?: true;
}

/** What stands in a cell: text, or markup that was escaped where it was made. */
export type Cell = string | { readonly markup: string };

export interface TableParts {
  /**
   * `stack`: becomes a list on narrow screens; `scroll`: scrolls sideways by itself; `plain`: few
   * columns, whose cells may take many lines.
   */
  readonly kind: 'stack' | 'scroll' | 'plain';
  /** What it holds and in which units; seen over all but a `stack`, heard with every one. */
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** Where each row lies in the chart above it; none where it does not. */
  readonly boxes?: readonly (Box | undefined)[];
}

/** Beyond this many rows nobody reads a table, and the page has a bound. */
export const rowsMax = 240;

/** A name or a number of more characters than this may take two lines. */
const longest = 28;

/** A table whose rows beyond a bound are left out, with a line that says so. */
export function table({ kind, caption, columns, rows, boxes = [] }: TableParts): string {
  const head = columns.map(
    (column) => `<th scope="col"${classOf(column)}>${escapeMarkup(column.heading)}</th>`,
  );
  const body = rows.slice(0, rowsMax).map((row, at) => {
    const cells = row.map((cell, i) => tableCell(kind, columns[i], cell));
    const box = boxes[at];
    const place = box === undefined ? '' : ` data-box="${boxText(box)}"`;
    return `<tr${place}>${cells.join('')}</tr>`;
  });
  const left = rows.length - body.length;
  const more =
    left > 0 ? `<p class="left-out">${countOf(left, 'more row')} left out here.</p>` : '';
  const name = escapeMarkup(caption);
  const content =
    `<table${kind === 'scroll' ? '' : ` class="${kind}"`}>` +
    `<caption${kind === 'stack' ? ' class="unseen"' : ''}>${name}</caption>` +
    `<thead><tr>${head.join('')}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table>`;
  if (kind !== 'scroll') return `<div class="fit">${content}</div>${more}`;
  // What scrolls must be reachable by keyboard.
  const reachable = `role="group" tabindex="0" aria-label="${name}"`;
  return `<div class="scroll" ${reachable}>${content}</div>${more}`;
}

function tableCell(kind: TableParts['kind'], column: Column | undefined, cell: Cell): string {
  const content = typeof cell === 'string' ? escapeMarkup(cell) : cell.markup;
  const [tag, scope] = column?.names === true ? ['th', ' scope="row"'] : ['td', ''];
  // What would stretch the page may be broken, whatever its column is.
  const long = kind !== 'scroll' && content.replaceAll(/<[^>]*>/g, '').length > longest;
  const place = classOf(column, long ? ' long' : '');
  return `<${tag}${scope}${place}${labelOf(kind, column)}>${content}</${tag}>`;
}

/** Where the headings are out of sight, a bare number says what it is. */
function labelOf(kind: TableParts['kind'], column: Column | undefined): string {
  if (kind !== 'stack' || column?.class !== 'right') return '';
  return ` data-label="${escapeMarkup(column.heading)}"`;
}

function classOf(column: Column | undefined, more = ''): string {
  return column?.class === undefined ? '' : ` class="${column.class}${more}"`;
}
