import { marks } from '../../cluster/vsr/marks.ts';
import { countOf } from '../../reports/wording/quantities.ts';
import { faultKinds } from '../fault-kinds.ts';
import { operationName, operations } from '../ledger/operations.ts';
import { type Coverage, cellsOf, nothingUnderWay } from '../swarm/coverage.ts';

const names = Object.keys(marks);
const columns = [nothingUnderWay, ...faultKinds];
/** A column of the matrix each, in this order. */
const letters = '-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const neverShown = 8;

/** What a swarm reached, in one sentence, and the branches that it never took. */
export function coverageLines(coverage: Coverage): string[] {
  const reached = names.filter((mark) => coverage[mark] !== undefined);
  const cells = [...cellsOf(coverage)].length;
  const possible = names.length * columns.length * (asked().length + 1);
  const never = names.filter((mark) => coverage[mark] === undefined);
  const lines = [
    `coverage: ${reached.length} of ${countOf(names.length, 'rare branch', 'rare branches')}, ` +
      `${cells} of ${possible} cells (branch × kind of fault × operation)`,
  ];
  for (const mark of never.slice(0, neverShown)) lines.push(`  never ${neverLine(mark)}`);
  const more = never.length - neverShown;
  if (more > 0) lines.push(`  … and ${more} more: see --coverage`);
  return lines;
}

/**
 * The matrix: a row a branch, a column a kind of fault, and in it for how many operations the
 * branch was taken while a client waited for one.
 */
export function coverageMatrix(coverage: Coverage): string[] {
  const width = Math.max(...names.map(({ length }) => length));
  const head = ' '.repeat(width + 2) + columns.map((_, at) => letterOf(at)).join('');
  const rows = names.map((mark) => {
    const faults = coverage[mark];
    const cells = columns.map((kind) => {
      const count = Object.keys(faults?.[kind] ?? {}).length;
      return count === 0 ? '.' : count > 9 ? '+' : String(count);
    });
    return `${mark.padEnd(width)}  ${cells.join('')}${faults === undefined ? '  never' : ''}`;
  });
  const legend = columns.map((kind, at) => `${letterOf(at)} ${kind}`).join('  ');
  return [
    '',
    'For how many operations each branch was taken, under each kind of fault (+ for more than 9):',
    head,
    ...rows,
    '',
    legend,
    ...names
      .filter((mark) => coverage[mark] === undefined)
      .map((mark) => `never ${neverLine(mark)}`),
  ];
}

function neverLine(mark: string): string {
  return `${mark}: ${marks[mark as keyof typeof marks]}`;
}

function letterOf(column: number): string {
  return letters[column] ?? '?';
}

/** The operations that clients ask for. */
function asked(): string[] {
  return Object.values(operations)
    .filter((operation) => operation > operations.pulse)
    .map((operation) => operationName(operation));
}
