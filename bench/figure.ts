/** One measured number beside what it should reach. */
export interface Figure {
  /** What was measured, in words: `single-phase transfers, user data zero`. */
  readonly what: string;
  /** The number and its unit as a person reads it: `1,612,000 transfers a second`. */
  readonly measured: string;
  /** What it should reach, in the same unit: `≥ 1,500,000 a second`; none where nothing is set. */
  readonly reach?: string;
  /** Whether it does; left out where nothing is set. */
  readonly reached?: boolean;
}

/** A group of figures that are measured together: one file of this folder each. */
export interface Bench {
  /** What `npm run bench -- NAME` takes. */
  readonly name: string;
  readonly purpose: string;
  /** Measures; `say` takes a line of progress for stderr. */
  readonly measure: (say: (line: string) => void) => Promise<readonly Figure[]>;
}
