import { struckFault } from '../fault-strikes.ts';
import type { HistoryEvent } from '../history.ts';
import { operationName } from '../ledger/operations.ts';
import type { Plan } from '../plan.ts';
import { type Nanoseconds, second } from '../time.ts';
import type { Tracer } from '../tracer.ts';

/**
 * What a swarm reached: by mark, then by kind of fault, then by operation, in how many seeds. A
 * seed counts where the branch was taken while a fault of the kind lay over the cluster (or shortly
 * after, see `afterglow`) and a client waited for the answer to such an operation.
 */
export type Coverage = {
  readonly [mark: string]: {
    readonly [fault: string]: { readonly [operation: string]: number };
  };
};

/** Stands for a kind of fault where none lay over the cluster, and for an operation likewise. */
export const nothingUnderWay = 'none';

/**
 * What a fault breaks shows when it is over: a replica reads what a crash left when it starts, and
 * what a link held back arrives. What strikes a disk (a fault with a zone) may show at any time.
 */
const afterglow: Nanoseconds = second;

/** Takes down which rare branches a run takes, under which faults and operations. */
export class CoverageTracer implements Tracer {
  readonly #plan: Plan;
  /** By kind: until when it counts; for ever as long as one is under way. */
  readonly #kinds = new Map<string, Nanoseconds>();
  /** By position of the fault: those that are under way. */
  readonly #underWay = new Set<number>();
  /** By session: the operation that it waits for. */
  readonly #waiting = new Map<number, number>();
  readonly #cells = new Set<string>();

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** All that was reached, in an order that the cells alone decide. */
  reached(): readonly Cell[] {
    return [...this.#cells].toSorted((a, b) => (a < b ? -1 : 1)).map((key) => cellOf(key));
  }

  onEvent(event: HistoryEvent): void {
    switch (event.kind) {
      case 'invoke':
        this.#waiting.set(event.session, event.operation);
        break;
      case 'reply':
      case 'evicted':
        this.#waiting.delete(event.session);
        break;
      case 'fault':
        this.#begin(struckFault(event));
        break;
      case 'fault-end':
        this.#end(event.fault, event.time);
        break;
      default:
    }
  }

  onReached(time: Nanoseconds, _replica: number, mark: string): void {
    const kinds = [...this.#kinds].filter(([, until]) => time <= until).map(([kind]) => kind);
    const operations = new Set([...this.#waiting.values()].map((each) => operationName(each)));
    for (const kind of kinds.length === 0 ? [nothingUnderWay] : kinds) {
      for (const operation of operations.size === 0 ? [nothingUnderWay] : operations) {
        this.#cells.add(`${mark} ${kind} ${operation}`);
      }
    }
  }

  /** @param position null where it struck nothing */
  #begin(position: number | null): void {
    const fault = position === null ? undefined : this.#plan.faults[position];
    if (position === null || fault === undefined) return;
    this.#underWay.add(position);
    this.#kinds.set(fault.kind, Number.POSITIVE_INFINITY);
  }

  #end(position: number, time: Nanoseconds): void {
    const fault = this.#plan.faults[position];
    if (!this.#underWay.delete(position) || fault === undefined || 'zone' in fault) return;
    const others = [...this.#underWay].some((at) => this.#plan.faults[at]?.kind === fault.kind);
    if (!others) this.#kinds.set(fault.kind, time + afterglow);
  }
}

/** What a run reached: a mark under a kind of fault while an operation was waited for. */
export type Cell = readonly [mark: string, fault: string, operation: string];

/** Counts in how many seeds each cell was reached. */
export class CoverageTally {
  readonly #seeds = new Map<string, number>();

  /** @param seeds in how many it was reached */
  add([mark, fault, operation]: Cell, seeds = 1): void {
    const key = `${mark} ${fault} ${operation}`;
    this.#seeds.set(key, (this.#seeds.get(key) ?? 0) + seeds);
  }

  coverage(): Coverage {
    const sum: Record<string, Record<string, Record<string, number>>> = {};
    for (const key of [...this.#seeds.keys()].toSorted((a, b) => (a < b ? -1 : 1))) {
      const [mark, fault, operation] = cellOf(key);
      sum[mark] ??= {};
      sum[mark][fault] ??= {};
      sum[mark][fault][operation] = this.#seeds.get(key) as number;
    }
    return sum;
  }
}

/** Each cell, and in how many seeds it was reached. */
export function* cellsOf(coverage: Coverage): Iterable<readonly [Cell, number]> {
  for (const [mark, faults] of Object.entries(coverage)) {
    for (const [fault, operations] of Object.entries(faults)) {
      for (const [operation, seeds] of Object.entries(operations)) {
        yield [[mark, fault, operation], seeds];
      }
    }
  }
}

function cellOf(key: string): Cell {
  return key.split(' ') as unknown as Cell;
}
