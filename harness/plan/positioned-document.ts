import { isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { assert } from '../assert.ts';
import { OperatingError } from '../operating-error.ts';
import { exitCodes } from '../result.ts';

export type Path = readonly (string | number)[];

/** What is wrong with a value in a document; `at` says whether its key or its value is meant. */
export interface Issue {
  readonly path: Path;
  readonly message: string;
  readonly at?: 'key';
}

/** A YAML document (JSON is one too) that remembers on which line everything stands. */
export interface PositionedDocument {
  readonly value: unknown;
  /**
   * Makes one error of the issues, with file, line and column: a misspelt field tells more than the
   * one that is missing because of it; otherwise the first by position.
   */
  error(issues: readonly Issue[]): OperatingError;
}

/** @throws OperatingError with file, line and column where the text is not one document. */
export function parsePositioned(text: string, file: string): PositionedDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2' });
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${Math.max(1, line)}:${Math.max(1, col)}`;
  };
  const broken = document.errors[0] ?? document.warnings[0];
  if (broken !== undefined) {
    const sentence = `${place(broken.pos[0])}: ${plain(broken.code, broken.message)}`;
    throw new OperatingError(sentence, exitCodes.usage);
  }
  return {
    value: valueOf(document, place),
    error: (issues) => {
      const [first] = issues
        .map((issue) => ({ issue, ...placeOf(document.contents, issue) }))
        .toSorted((a, b) => a.rank - b.rank || a.offset - b.offset);
      assert(first !== undefined, 'an error has at least one issue');
      const more = issues.length > 1 ? ` And ${issues.length - 1} more besides.` : '';
      const sentence = `${place(first.offset)}: ${first.issue.message}${more}`;
      return new OperatingError(sentence, exitCodes.usage);
    },
  };
}

function valueOf(
  document: ReturnType<typeof parseDocument>,
  place: (offset: number) => string,
): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }) as unknown;
  } catch (error) {
    // The library throws for aliases without an anchor, and for those that unfold without end.
    if (!(error instanceof ReferenceError)) throw error;
    throw new OperatingError(
      `${place(0)}: An alias in it has no anchor, or unfolds too far; write its value out.`,
      exitCodes.usage,
    );
  }
}

function plain(code: string, message: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'The same field stands here a second time; keep one of them.';
    case 'MULTIPLE_DOCS':
      return 'A second document begins here; a file holds one.';
    default:
      return `It is neither YAML nor JSON: ${firstLine(message)}.`;
  }
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/[.:]$/, '');
}

/** Where the innermost part of the path begins that the document has; the lower rank goes first. */
function placeOf(root: Node | null, issue: Issue): { rank: number; offset: number } {
  let node: Node | null = root;
  let offset = root?.range?.[0] ?? 0;
  for (const [depth, part] of issue.path.entries()) {
    const last = depth === issue.path.length - 1;
    const next = childOf(node, part);
    if (next === null) return { rank: 2, offset };
    offset = (last && issue.at === 'key' ? next.key : (next.value ?? next.key)) ?? offset;
    node = next.node;
  }
  return { rank: issue.at === 'key' ? 0 : 1, offset };
}

interface Child {
  readonly node: Node | null;
  readonly key: number | null;
  readonly value: number | null;
}

function childOf(node: Node | null, part: string | number): Child | null {
  if (isSeq(node)) {
    const item = node.items[Number(part)];
    return isNode(item) ? { node: item, key: null, value: item.range?.[0] ?? null } : null;
  }
  if (!isMap(node)) return null;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
  if (pair === undefined || !isNode(pair.key)) return null;
  const value = isNode(pair.value) ? pair.value : null;
  return { node: value, key: pair.key.range?.[0] ?? null, value: value?.range?.[0] ?? null };
}
