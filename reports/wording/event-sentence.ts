import { formatCount } from '../../harness/count-text.ts';
import type { HistoryEvent } from '../../harness/history.ts';
import { operationName } from '../../harness/ledger/operations.ts';
import { countOf } from './quantities.ts';

/** What an event of the history says, without its time. */
// oxlint-disable-next-line max-lines-per-function -- one line a kind of event
export function eventSentence(event: HistoryEvent): string {
  switch (event.kind) {
    case 'session':
      return `client ${event.client} began session ${event.session}`;
    case 'invoke':
      return (
        `session ${event.session} sent request ${event.request}: ` +
        `${operationName(event.operation)}, stage ${event.stage}, index ${event.index}`
      );
    case 'reply':
      return (
        `session ${event.session} got the reply to request ${event.request}: ` +
        `op ${event.op}, timestamp ${event.timestamp}, ${countOf(event.size, 'byte')}`
      );
    case 'evicted':
      return `session ${event.session} was evicted, reason ${event.reason}`;
    case 'commit':
      return (
        `replica ${event.replica} committed op ${event.op} in view ${event.view}: ` +
        `${operationName(event.operation)}, ${originOf(event)}, reply ${event.reply.slice(0, 8)}`
      );
    case 'state':
      return (
        `replica ${event.replica} is ${event.status} in view ${event.view}, ` +
        `as ${event.primary ? 'primary' : 'backup'}`
      );
    case 'checkpoint':
      return `replica ${event.replica} made its checkpoint at op ${event.op} durable`;
    case 'sync':
      return (
        `replica ${event.replica} took over the checkpoint at op ${event.op} from another, ` +
        `its own was at op ${event.from}`
      );
    case 'restore':
      return `replica ${event.replica} restored its state from the checkpoint at op ${event.op}`;
    case 'repair':
      return (
        `replica ${event.replica} got ${event.zone === 'grid' ? 'block' : 'the reply of slot'} ` +
        `${event.place} back from a peer`
      );
    case 'start':
      return `replica ${event.replica} started`;
    case 'crash':
      return `replica ${event.replica} crashed`;
    case 'pause':
      return `replica ${event.replica} was paused`;
    case 'resume':
      return `replica ${event.replica} went on`;
    case 'panic':
      return `replica ${event.replica} stopped by itself: ${event.message}`;
    case 'broken-promise':
      return `replica ${event.replica} ${event.promise}`;
    case 'fault':
      return `fault ${event.fault} struck: ${event.target}`;
    case 'fault-end':
      return `fault ${event.fault} was lifted: ${event.target}`;
    case 'phase':
      return `phase ${event.phase}${event.stage === '' ? '' : ` ${event.stage}`}`;
    default:
      return `replica ${event.replica} ends at op ${formatCount(event.op)}: ${event.digest}`;
  }
}

function originOf(event: { readonly session: number; readonly request: number }): string {
  if (event.session < 0) return "the cluster's own";
  return `session ${event.session}, request ${event.request}`;
}
