import { formatCount } from '../../harness/count-text.ts';
import type { ClusterShape } from '../../harness/plan.ts';
import type { Ratio } from '../../harness/random.ts';
import type { Nanoseconds } from '../../harness/time.ts';

// No locale is asked: the same numbers must give the same text on every machine.

/** Three significant digits, never an exponent: `0.0123`, `4.56`, `78.9`, `12,345`. */
export function formatNumber(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return '0';
  const magnitude = Math.abs(value);
  if (magnitude >= 999.5) return formatCount(value);
  let decimals = magnitude >= 99.95 ? 0 : magnitude >= 9.995 ? 1 : 2;
  for (let limit = 0.9995; magnitude < limit && decimals < 9; limit /= 10) decimals++;
  return trimZeros(value.toFixed(decimals)).replace('-', '−');
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Stands where there is no number to show. */
export const none = '–';

/** A span with the unit that suits it: `812 ns`, `12.3 µs`, `4.56 ms`, `62.1 s`, `3 min 20 s`. */
export function formatDuration(span: Nanoseconds): string {
  const magnitude = Math.abs(span);
  if (magnitude === 0) return '0 s';
  if (magnitude < 999.5) return `${formatNumber(span)} ns`;
  if (magnitude < 999.5e3) return `${formatNumber(span / 1e3)} µs`;
  if (magnitude < 999.5e6) return `${formatNumber(span / 1e6)} ms`;
  if (magnitude < 119.5e9) return `${formatNumber(span / 1e9)} s`;
  const seconds = Math.round(magnitude / 1e9);
  const rest = seconds % 60;
  const sign = span < 0 ? '−' : '';
  return `${sign}${Math.floor(seconds / 60)} min${rest === 0 ? '' : ` ${rest} s`}`;
}

/** A moment of the run, to the millisecond: `12.345 s`. */
export function formatMoment(moment: Nanoseconds): string {
  return `${(moment / 1e9).toFixed(3)} s`;
}

/** How many a second, without unit; 0 where no time passed. */
export function formatRate(count: number, span: Nanoseconds): string {
  return span > 0 ? formatNumber((count * 1e9) / span) : '0';
}

/** A share of a hundred: `0.1 %`. */
export function percent([numerator, denominator]: Ratio): string {
  return `${formatNumber((100 * numerator) / denominator)} %`;
}

/** `1 request`, `2,031 requests`; the plural is `noun` with an s, or `plural` where given. */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listOf(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** What kind of time a cluster lives in. Said wherever a time is shown. */
export function timeWord(kind: ClusterShape['kind']): 'virtual' | 'real' {
  return kind === 'simulated' ? 'virtual' : 'real';
}
