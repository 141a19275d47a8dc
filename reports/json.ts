import type { Result } from '../harness/result.ts';

/** `result.json`: the result itself. */
export function renderJson(result: Result): string {
  return `${JSON.stringify(result, null, 2)}\n`;
}
