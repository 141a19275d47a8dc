import { assert } from '../assert.ts';
import { fetchMax } from './pages.ts';
import { recordWords, transferWord } from './record-words.ts';
import { compareTimestamps, validTimestamp } from './timestamps.ts';

/** `created` as a signed word: what the loops below hand around. */
export const created = -1;

/** The statuses that both creates share, which have other numbers in each. */
export interface SharedStatuses {
  readonly linked_event_failed: number;
  readonly linked_event_chain_open: number;
  readonly imported_event_expected: number;
  readonly imported_event_not_expected: number;
  readonly timestamp_must_be_zero: number;
  readonly imported_event_timestamp_out_of_range: number;
  readonly imported_event_timestamp_must_not_advance: number;
}

const linked = 1;
const wordSize = 0x1_0000_0000;
/** Flags, code and timestamp lie at the same place in accounts and transfers. */
const flagsWord = transferWord.code_and_flags;
const timestampWord = transferWord.timestamp;
const resultWords = 4;

/**
 * Executes a batch of events that create something: gives each its timestamp, keeps chains whole,
 * and tells imported batches from others. What an event itself does is the subclass's.
 */
export abstract class CreateBatch {
  private readonly statuses: SharedStatuses;
  /** In an account's flags and in a transfer's. */
  private readonly importedFlag: number;
  /** The timestamp of an object just created, or of the one that exists. */
  protected actualHigh = 0;
  protected actualLow = 0;

  constructor(statuses: SharedStatuses, importedFlag: number) {
    this.statuses = statuses;
    this.importedFlag = importedFlag;
  }

  /**
   * Executes the event at `words[at]`, which is the `nth` (from 0) of those fetched last, at the
   * time high, low. Returns its status; with `created` and `exists` it leaves the object's
   * timestamp in `actualHigh` and `actualLow`.
   */
  protected abstract create(
    words: Int32Array,
    at: number,
    nth: number,
    high: number,
    low: number,
  ): number;
  /** Called before the next `count` events, at most `fetchMax`, are executed. */
  protected abstract fetch(words: Int32Array, at: number, count: number): void;
  protected abstract readonly exists: number;
  protected abstract openChain(): void;
  /** Takes back all that was done since `openChain`. */
  protected abstract rollBackChain(): void;
  protected abstract closeChain(): void;
  /** Called when what was created can be taken back no more. */
  protected abstract settle(): void;
  protected abstract failed(status: number, words: Int32Array, at: number): void;

  /**
   * Executes `count` events from `words[at]` on and writes a result for each to `results` from
   * word `resultAt` on. The batch's time is the last event's; the others' precede it by one each.
   */
  execute(
    words: Int32Array,
    at: number,
    count: number,
    batchHigh: number,
    batchLow: number,
    results: Int32Array,
    resultAt: number,
  ): void {
    const imported = count > 0 && this.isImported(words, at);
    let chain = -1;
    let broken = false;
    for (let index = 0; index < count; index++) {
      const event = at + index * recordWords;
      const nth = index % fetchMax;
      if (nth === 0) this.fetch(words, event, Math.min(count - index, fetchMax));
      const result = resultAt + index * resultWords;
      const lowSum = (batchLow >>> 0) - count + 1 + index;
      const high = lowSum < 0 ? batchHigh - 1 : batchHigh;
      const low = (lowSum < 0 ? lowSum + wordSize : lowSum) | 0;
      const isLinked = ((words[event + flagsWord] as number) & (linked << 16)) !== 0;
      if (isLinked && chain < 0) {
        chain = index;
        this.openChain();
      }
      const open = isLinked && index === count - 1;
      let status: number;
      if (open) status = this.statuses.linked_event_chain_open;
      else if (broken) status = this.statuses.linked_event_failed;
      else status = this.check(words, event, imported, batchHigh, batchLow);
      if (status === 0) status = this.create(words, event, nth, high, low);
      const actual = status === created || status === this.exists;
      results[result] = actual ? this.actualLow : low;
      results[result + 1] = actual ? this.actualHigh : high;
      results[result + 2] = status;
      results[result + 3] = 0;
      if (status !== created) {
        if (chain >= 0 && !broken) {
          broken = true;
          this.rollBackChain();
          for (let i = chain; i < index; i++) {
            results[resultAt + i * resultWords + 2] = this.statuses.linked_event_failed;
          }
        }
        this.failed(status, words, event);
      }
      if (chain >= 0 && (!isLinked || open)) {
        if (!broken) this.closeChain();
        chain = -1;
        broken = false;
      }
      const blockEnds = nth === fetchMax - 1 || index === count - 1;
      if (blockEnds && chain < 0) this.settle();
    }
    assert(chain < 0, 'the last event of a batch ends its chain');
  }

  private isImported(words: Int32Array, event: number): boolean {
    return ((words[event + flagsWord] as number) & (this.importedFlag << 16)) !== 0;
  }

  /** What comes before everything that depends on the kind of event. Returns 0 if all is well. */
  private check(
    words: Int32Array,
    event: number,
    imported: boolean,
    batchHigh: number,
    batchLow: number,
  ): number {
    const low = words[event + timestampWord] as number;
    const high = words[event + timestampWord + 1] as number;
    if (this.isImported(words, event) !== imported) {
      return imported
        ? this.statuses.imported_event_expected
        : this.statuses.imported_event_not_expected;
    }
    if (!imported) return (high | low) === 0 ? 0 : this.statuses.timestamp_must_be_zero;
    if (!validTimestamp(high, low)) return this.statuses.imported_event_timestamp_out_of_range;
    if (compareTimestamps(high, low, batchHigh, batchLow) >= 0) {
      return this.statuses.imported_event_timestamp_must_not_advance;
    }
    return 0;
  }
}
