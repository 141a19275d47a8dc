import type { Crossing } from '../../harness/crossing.ts';
import type { HistoryEvent } from '../../harness/history.ts';
import { operationName } from '../../harness/ledger/operations.ts';
import type { Row } from '../reading/space-time.ts';
import { listOf } from './quantities.ts';

/** What a node did at a moment: `commits op 21, reply 21 → C3`; empty if it only listened. */
export function rowText({ events, sent }: Row, nameOf: (node: number) => string): string {
  const groups = new Map<string, string[]>();
  for (const crossing of sent) {
    const what = messageName(crossing);
    groups.set(what, [...(groups.get(what) ?? []), nameOf(crossing.receiver)]);
  }
  const messages = [...groups].map(([what, to]) => `${what} → ${listOf([...new Set(to)])}`);
  return [...events.map(deedOf), ...messages].filter((text) => text !== '').join(', ');
}

/** `prepare 21`: with its op, or with its view where it is about none. */
export function messageName({ command, op, view }: Crossing): string {
  if (command === 'request') return command;
  return op === null ? `${command} ${view}` : `${command} ${op}`;
}

function deedOf(event: HistoryEvent): string {
  switch (event.kind) {
    case 'invoke':
      return `asks ${operationName(event.operation)}`;
    case 'commit':
      return `commits op ${event.op}`;
    case 'reply':
      return `has the answer of op ${event.op}`;
    case 'state': {
      if (event.status === 'view-change') return `leaves for view ${event.view}`;
      if (event.status !== 'normal') return `${event.status} in view ${event.view}`;
      return `${event.primary ? 'primary' : 'backup'} of view ${event.view}`;
    }
    case 'crash':
      return 'crashes';
    case 'start':
      return 'starts';
    case 'pause':
      return 'is paused';
    case 'resume':
      return 'goes on';
    case 'panic':
      return 'stops by itself';
    case 'broken-promise':
      return event.promise;
    case 'digest':
      return `ends at op ${event.op}`;
    case 'evicted':
      return 'is evicted';
    default:
      return '';
  }
}
