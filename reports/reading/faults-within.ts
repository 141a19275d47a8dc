import type { FaultSpan } from './fault-spans.ts';
import type { Window } from './windows.ts';

/** The kinds of faults that struck within a window, each once, in the plan's order. */
export function faultsWithin(faults: readonly FaultSpan[], window: Window): string {
  const kinds = new Set<string>();
  for (const { struck, fault } of faults) {
    if (struck === null) continue;
    if (struck.from < window.until && struck.until >= window.from) kinds.add(fault.kind);
  }
  return [...kinds].join(', ');
}
