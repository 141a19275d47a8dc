import wrapAnsi from 'wrap-ansi';

/** Cells from left to right. */
export type Row = readonly string[];

const indent = '  ';
const gap = '  ';
const columnsDefault = 100;
const roomMin = 20;

/**
 * Rows as columns, each as wide as its widest cell; the last is wrapped between words.
 * @param columns how wide the terminal is; 100 where there is none
 */
export function rows(table: readonly Row[], columns = columnsDefault): string {
  const last = Math.max(1, ...table.map((row) => row.length)) - 1;
  const widths = Array.from({ length: last }, (_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  const before = widths.reduce((sum, width) => sum + width + gap.length, indent.length);
  const room = Math.max(roomMin, columns - before);
  return table
    .flatMap((row) => {
      const cells = widths.map((width, column) => (row[column] ?? '').padEnd(width) + gap);
      const lines = wrapAnsi(row[last] ?? '', room).split('\n');
      return lines.map((line, index) =>
        (
          indent +
          (index === 0 ? cells.join('') : ' '.repeat(before - indent.length)) +
          line
        ).trimEnd(),
      );
    })
    .join('\n');
}
