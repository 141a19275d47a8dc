import { formatNumber } from './quantities.ts';

/** `p50`, `p99.9`, `slowest`; with as many digits as it takes to tell neighbours apart. */
export function percentileName(percentile: number): string {
  if (percentile >= 100) return 'slowest';
  return `p${percentile < 99 ? formatNumber(percentile) : Number(percentile.toFixed(4))}`;
}
