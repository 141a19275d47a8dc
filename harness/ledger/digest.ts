import { fastChecksumHex } from '../fast-checksum.ts';
import { type BalanceLog, entrySize } from './balance-log.ts';
import { type Pages, pageSize } from './pages.ts';
import type { State } from './state.ts';

/**
 * 32 hexadecimal digits over all that can ever be asked of a ledger: accounts, transfers, what has
 * become of pending ones, expiries, all balances in time, and the ids that failed. Nothing of how
 * the tables find them goes in.
 */
export function digest(state: State): string {
  state.accountLines.settleAll();
  const tables = [
    digestPages(state.accounts.records),
    digestPages(state.transfers.records),
    digestPages(state.transfers.burned),
    digestPages(state.links),
    digestLog(state.balances),
    digestPages(state.expiries),
    digestPages(state.expiryLinks),
    digestLog(state.expiryBalances),
  ];
  return fastChecksumHex(new TextEncoder().encode(tables.join()));
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

/** As if its entries lay whole in pages. */
function digestLog(log: BalanceLog): string {
  let digests = `${log.count}`;
  const size = Math.min(log.count * entrySize, pageSize);
  const page = new Uint8Array(size);
  for (let from = 0; from < log.count; from += pageSize / entrySize) {
    const count = Math.min(log.count - from, pageSize / entrySize);
    log.copy(from, count, page, 0);
    digests += `:${fastChecksumHex(page.subarray(0, count * entrySize))}`;
  }
  return digests;
}
