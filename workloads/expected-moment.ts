/** The statuses of accounts or of transfers that speak of the event's own timestamp. */
interface MomentStatuses {
  readonly imported_event_expected: number;
  readonly imported_event_not_expected: number;
  readonly timestamp_must_be_zero: number;
  readonly imported_event_timestamp_out_of_range: number;
  readonly imported_event_timestamp_must_not_advance: number;
}

const timestampMax = (1n << 63n) - 1n;

/**
 * What the rules on timestamps answer; null where they let the event pass.
 * @param status the statuses to answer with
 * @param batchImported whether the first event of the batch is imported
 */
export function momentStatus(
  event: { readonly imported: boolean; readonly timestamp: bigint },
  status: MomentStatuses,
  batchImported: boolean,
  possible: Set<number>,
): number | null {
  if (event.imported !== batchImported) {
    return event.imported ? status.imported_event_not_expected : status.imported_event_expected;
  }
  if (!event.imported) return event.timestamp === 0n ? null : status.timestamp_must_be_zero;
  if (event.timestamp === 0n || event.timestamp > timestampMax) {
    return status.imported_event_timestamp_out_of_range;
  }
  if (event.timestamp === timestampMax) return status.imported_event_timestamp_must_not_advance;
  possible.add(status.imported_event_timestamp_must_not_advance);
  return null;
}
