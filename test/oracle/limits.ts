/** The largest number of 128 bits: no id, and as the amount of a post "all of it". */
export const u128Max = 2n ** 128n - 1n;

/** Timestamps are nanoseconds from 1 to this. */
export const timestampMax = 2n ** 63n - 1n;

export const second = 1_000_000_000n;

/** The most results of a query: a message of 1 MiB holds them, a header and a trailer. */
export const queryResultsMax = 8189;

/** The most results of get_change_events; a server started with --development has a smaller one. */
export const changeEventsMax = 2730;
export const changeEventsMaxDevelopment = 1016;

/** The most pending transfers that one pulse expires. */
export const expiriesMax = 8190;

export function isTimestamp(timestamp: bigint): boolean {
  return timestamp >= 1n && timestamp <= timestampMax;
}
