import { escapeMarkup } from '../wording/plain-text.ts';
import { countOf } from '../wording/quantities.ts';

export interface Column {
  readonly heading: string;
  readonly class?: 'right' | 'nowrap' | 'first' | 'mono';
}

/** What stands in a cell: text, or markup that was escaped where it was made. */
export type Cell = string | { readonly markup: string };

/** Beyond this many rows nobody reads a table, and the page has a bound. */
const rowsMax = 240;

/**
 * A table whose rows beyond a bound are left out, with a line that says so.
 * @param kind `stack`: becomes a list on narrow screens; `scroll`: scrolls sideways by itself
 */
export function table(
  kind: 'stack' | 'scroll',
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): string {
  const head = columns.map((column) => `<th scope="col"${classOf(column)}>${column.heading}</th>`);
  const body = rows.slice(0, rowsMax).map((row) => {
    const cells = row.map((cell, i) => {
      const content = typeof cell === 'string' ? escapeMarkup(cell) : cell.markup;
      return `<td${classOf(columns[i])}${labelOf(kind, columns[i])}>${content}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  const left = rows.length - body.length;
  const more =
    left > 0 ? `<p class="left-out">${countOf(left, 'more row')} left out here.</p>` : '';
  const label = `aria-label="${escapeMarkup(caption)}"`;
  const content =
    `<table ${label}${kind === 'stack' ? ' class="stack"' : ''}>` +
    `<thead><tr>${head.join('')}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table>`;
  if (kind === 'stack') return `<div class="fit">${content}</div>${more}`;
  return `<div class="scroll" role="region" tabindex="0" ${label}>${content}</div>${more}`;
}

/** Where the headings are out of sight, a bare number says what it is. */
function labelOf(kind: 'stack' | 'scroll', column: Column | undefined): string {
  if (kind === 'scroll' || column?.class !== 'right') return '';
  return ` data-label="${escapeMarkup(column.heading)}"`;
}

function classOf(column: Column | undefined): string {
  return column?.class === undefined ? '' : ` class="${column.class}"`;
}
