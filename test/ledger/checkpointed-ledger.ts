import type { StateMachine, Table, TableSnapshot } from '../../harness/environment.ts';
import { Ledger, type LedgerOptions } from '../../harness/ledger/ledger.ts';

/** A table as it lies on a disk: only what a snapshot calls changed is ever written. */
class StoredTable implements Table {
  readonly recordSize: number;
  count = 0;
  #bytes = new Uint8Array(0);

  constructor(recordSize: number) {
    this.recordSize = recordSize;
  }

  store(table: TableSnapshot): void {
    this.count = table.count;
    const bytes = new Uint8Array(table.count * this.recordSize);
    bytes.set(this.#bytes);
    for (const [from, until] of table.changed) {
      table.copy(from, until - from, bytes, from * this.recordSize);
    }
    this.#bytes = bytes;
  }

  copy(first: number, count: number, target: Uint8Array, at: number): void {
    const from = first * this.recordSize;
    target.set(this.#bytes.subarray(from, from + count * this.recordSize), at);
  }
}

/** A ledger that goes through a checkpoint after each commit, into another one or itself. */
export class CheckpointedLedger implements StateMachine {
  readonly #options: LedgerOptions;
  #ledger: Ledger;
  #tables: StoredTable[] | null = null;
  #commits = 0;

  constructor(options: LedgerOptions) {
    this.#options = options;
    this.#ledger = new Ledger(options);
  }

  valid(operation: number, body: Uint8Array): boolean {
    return this.#ledger.valid(operation, body);
  }

  timestamps(operation: number, body: Uint8Array): number {
    return this.#ledger.timestamps(operation, body);
  }

  pulseNeeded(timestamp: bigint): boolean {
    return this.#ledger.pulseNeeded(timestamp);
  }

  commit(operation: number, timestamp: bigint, body: Uint8Array): Uint8Array {
    const reply = this.#ledger.commit(operation, timestamp, body);
    this.#checkpoint();
    return reply;
  }

  #checkpoint(): void {
    const before = this.#ledger.digest();
    const snapshot = this.#ledger.snapshot();
    this.#tables ??= snapshot.map(({ recordSize }) => new StoredTable(recordSize));
    for (const [i, table] of snapshot.entries()) this.#tables[i]?.store(table);
    this.#commits++;
    // Several snapshots of the same ledger follow one another, too.
    if (this.#commits % 3 === 0) this.#ledger = new Ledger(this.#options);
    if (this.#commits % 3 !== 1) this.#ledger.restore(this.#tables);
    if (this.#ledger.digest() !== before) throw new Error('what was restored is another ledger');
  }

  digest(): string {
    return this.#ledger.digest();
  }

  snapshot(): readonly TableSnapshot[] {
    return this.#ledger.snapshot();
  }

  restore(tables: readonly Table[]): void {
    this.#ledger.restore(tables);
  }
}
