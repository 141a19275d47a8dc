import { formatCount } from '../../harness/count-text.ts';
import type { StatusRow } from '../reading/status-rows.ts';
import { plainText } from '../wording/plain-text.ts';
import type { Frame, Width } from './frame.ts';
import { textWidth } from './helvetica.ts';

/** A line of the chart of statuses: an operation's name, or a status with its bar. */
export interface StatusLine {
  readonly label: string;
  readonly heading: boolean;
  readonly count: number | null;
  readonly amount: string;
  readonly tone: 'creates' | 'other';
}

export function statusLines(rows: readonly StatusRow[]): readonly StatusLine[] {
  const lines: StatusLine[] = [];
  let operation = '';
  for (const row of rows) {
    if (row.operation !== operation) {
      operation = row.operation;
      lines.push(heading(operation));
    }
    lines.push({
      label: plainText(row.status),
      heading: false,
      count: row.count,
      amount: formatCount(row.count),
      tone: row.status === 'created' ? 'creates' : 'other',
    });
  }
  return lines;
}

function heading(operation: string): StatusLine {
  const rest = { heading: true, count: null, amount: '', tone: 'other' } as const;
  return { label: plainText(operation), ...rest };
}

/** How high a line is. */
export function statusStep(size: Width): number {
  return size === 'wide' ? 22 : 34;
}

/** Room on the left for the longest name, and on the right for the longest number. */
export function statusFrame(size: Width, lines: readonly StatusLine[]): Frame {
  const wide = size === 'wide';
  const fontSize = wide ? 12.5 : 11;
  const names = lines.map(({ label, heading: bold }) => textWidth(label, fontSize, bold));
  const amounts = lines.map(({ amount }) => textWidth(amount, fontSize));
  return {
    width: wide ? 960 : 380,
    left: wide ? Math.ceil(Math.max(0, ...names)) + 14 : 2,
    right: Math.ceil(Math.max(0, ...amounts)) + 12,
    top: 4,
    height: Math.max(1, lines.length) * statusStep(size),
    bottom: 4,
    fontSize,
  };
}
