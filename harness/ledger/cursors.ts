import { noChunk, type Postings } from './postings.ts';

/**
 * Walks over record indexes in one direction, ascending or (reversed) descending. `seek` returns
 * the nearest one at or after `target` in this direction, or -1; targets never turn back.
 */
export interface Cursor {
  seek(target: number): number;
}

const located = new Int32Array(2);

/** Over the entries of one list. */
export class ListCursor implements Cursor {
  private readonly postings: Postings;
  private readonly reversed: boolean;
  private readonly list: number;
  private chunk: number;
  private ordinal: number;

  constructor(postings: Postings, list: number, reversed: boolean) {
    this.postings = postings;
    this.reversed = reversed;
    this.list = list;
    this.chunk = postings.edge(list, reversed);
    this.ordinal = postings.edgeOrdinal(list, reversed);
  }

  seek(target: number): number {
    // Most targets lie in the same chunk or in the one beside it; all others are looked for.
    for (let attempt = 0; attempt < 4 && this.chunk !== noChunk; attempt++) {
      if (attempt === 2) this.leap(target);
      else if (attempt > 0) this.step();
      if (this.chunk === noChunk) break;
      const { list, chunk, ordinal, reversed } = this;
      const found = this.postings.search(list, chunk, ordinal, target, reversed);
      if (found >= 0) return found;
    }
    return -1;
  }

  private step(): void {
    this.chunk = this.postings.beside(this.list, this.chunk, this.reversed);
    this.ordinal += this.reversed ? -1 : 1;
  }

  private leap(target: number): void {
    this.postings.locate(this.list, target, located);
    this.chunk = located[0] as number;
    this.ordinal = located[1] as number;
  }
}

/** Over a single record. */
export class RecordCursor implements Cursor {
  private readonly record: number;
  private readonly reversed: boolean;

  constructor(record: number, reversed: boolean) {
    this.record = record;
    this.reversed = reversed;
  }

  seek(target: number): number {
    const passed = this.reversed ? this.record > target : this.record < target;
    return passed ? -1 : this.record;
  }
}

/** Over nothing. */
export class EmptyCursor implements Cursor {
  seek(): number {
    return -1;
  }
}

/** Over what either of two cursors yields. */
export class UnionCursor implements Cursor {
  private readonly a: Cursor;
  private readonly b: Cursor;
  private readonly reversed: boolean;

  constructor(a: Cursor, b: Cursor, reversed: boolean) {
    this.a = a;
    this.b = b;
    this.reversed = reversed;
  }

  seek(target: number): number {
    const a = this.a.seek(target);
    const b = this.b.seek(target);
    if (a < 0 || b < 0) return Math.max(a, b);
    return this.reversed ? Math.max(a, b) : Math.min(a, b);
  }
}

/**
 * The first `limit` indexes in `[from, until)` that all cursors yield, in the direction of the
 * cursors. With no cursor: all of them. Each cursor in turn leaps to where the others stand.
 */
export function intersect(
  cursors: readonly Cursor[],
  from: number,
  until: number,
  reversed: boolean,
  limit: number,
): number[] {
  const found: number[] = [];
  const step = reversed ? -1 : 1;
  let target = reversed ? until - 1 : from;
  while (found.length < limit && from <= target && target < until) {
    let agreed = 0;
    for (let i = 0; agreed < cursors.length; i = (i + 1) % cursors.length) {
      const next = (cursors[i] as Cursor).seek(target);
      if (next < 0) return found;
      if (next === target) {
        agreed++;
      } else {
        target = next;
        agreed = 1;
      }
    }
    if (target < from || target >= until) return found;
    found.push(target);
    target += step;
  }
  return found;
}
