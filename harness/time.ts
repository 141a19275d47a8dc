/**
 * A span or a moment in nanoseconds, as an integer below 2^53 (104 days). A moment counts from the
 * beginning of the run. Wall-clock time (nanoseconds since 1970) does not fit and is a `bigint`.
 */
export type Nanoseconds = number;

export const microsecond: Nanoseconds = 1_000;
export const millisecond: Nanoseconds = 1_000_000;
export const second: Nanoseconds = 1_000_000_000;
export const minute: Nanoseconds = 60 * second;
