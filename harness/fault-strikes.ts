import { struckNothing } from './fault.ts';
import type { HistoryEvent } from './history.ts';

/**
 * The position in the plan of the fault that an event tells the beginning of; null for all other
 * events. A fault whose target was not there when it came is over without having done anything.
 */
export function struckFault(event: HistoryEvent): number | null {
  return event.kind === 'fault' && !event.target.startsWith(struckNothing) ? event.fault : null;
}
