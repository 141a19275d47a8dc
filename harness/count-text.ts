/**
 * An integer with its thousands set apart: `20,113`. No locale is asked: the same number must give
 * the same text on every machine.
 */
export function formatCount(count: number): string {
  return Math.round(count)
    .toString()
    .replace('-', '−')
    .replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}
