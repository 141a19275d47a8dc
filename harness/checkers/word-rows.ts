const pageBits = 12;
const rowsPerPage = 1 << pageBits;

/** Rows of so many 32-bit words, in pages: growing copies nothing, and no row is an object. */
export class WordRows {
  count = 0;
  readonly #width: number;
  readonly #pages: Int32Array[] = [];

  /** @param width in words */
  constructor(width: number) {
    this.#width = width;
  }

  /** Appends a row of zeros, and returns its number. */
  push(): number {
    const row = this.count++;
    if (row >> pageBits === this.#pages.length) {
      this.#pages.push(new Int32Array(rowsPerPage * this.#width));
    }
    return row;
  }

  /** The page that holds a row; it begins at `at(row)` there. */
  page(row: number): Int32Array {
    return this.#pages[row >> pageBits] as Int32Array;
  }

  at(row: number): number {
    return (row & (rowsPerPage - 1)) * this.#width;
  }
}
