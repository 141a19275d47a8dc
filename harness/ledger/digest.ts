import { fastChecksumHex } from '../fast-checksum.ts';
import type { Pages } from './pages.ts';
import type { State } from './state.ts';

/**
 * 32 hexadecimal digits over all that can ever be asked of a ledger: accounts, transfers, what has
 * become of pending ones, expiries, all balances in time, and the ids that failed. Nothing of how
 * the tables find them goes in.
 */
export function digest(state: State): string {
  const tables = [
    state.accounts.records,
    state.transfers.records,
    state.transfers.burned,
    state.links,
    state.balances,
    state.expiries,
    state.expiryLinks,
    state.expiryBalances,
  ];
  return fastChecksumHex(new TextEncoder().encode(tables.map(digestPages).join()));
}

function digestPages(table: Pages): string {
  let digests = `${table.count}`;
  let words = table.count * table.recordWords;
  for (const page of table.pages) {
    if (words <= 0) break;
    const used = Math.min(words, page.length);
    digests += `:${fastChecksumHex(new Uint8Array(page.buffer, page.byteOffset, used * 4))}`;
    words -= used;
  }
  return digests;
}
