/** Short names for ids of up to 39 digits: `account A`, `transfer T1`. */
export class Names {
  readonly #accounts = new Map<bigint, string>();
  readonly #transfers = new Map<bigint, string>();

  constructor(accounts: Iterable<bigint>, transfers: Iterable<bigint>) {
    for (const id of accounts) {
      if (!this.#accounts.has(id)) this.#accounts.set(id, letters(this.#accounts.size));
    }
    for (const id of transfers) {
      if (!this.#transfers.has(id)) this.#transfers.set(id, `T${this.#transfers.size + 1}`);
    }
  }

  account(id: bigint): string {
    return `account ${this.#accounts.get(id) ?? tailOf(id)}`;
  }

  transfer(id: bigint): string {
    return `transfer ${this.#transfers.get(id) ?? tailOf(id)}`;
  }

  /** Without the word before it; for what has a biography. */
  bare(kind: 'account' | 'transfer', id: bigint): string {
    const known = kind === 'account' ? this.#accounts : this.#transfers;
    return known.get(id) ?? tailOf(id);
  }
}

/** A, B, … Z, AA, AB, … */
function letters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letters(Math.floor(index / 26) - 1) + last;
}

/** The last digits of what has no name: enough to find it again among the few on a page. */
function tailOf(id: bigint): string {
  const digits = String(id);
  return digits.length <= 8 ? digits : `…${digits.slice(-6)}`;
}
