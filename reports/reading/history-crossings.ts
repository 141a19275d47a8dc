import { requestKey } from '../../harness/checkers/requests.ts';
import type { Crossing, Moment } from '../../harness/crossing.ts';
import type { EventOf, History } from '../../harness/history.ts';
import { type Askers, clientNode } from './nodes.ts';

/**
 * What a history alone tells of messages, where a run was not traced: a request was with whoever
 * committed it first, from there its op came to the others, and the answer to the client.
 */
export function crossingsOfHistory(
  history: History,
  ops: ReadonlySet<number>,
  askers: Askers,
): readonly Crossing[] {
  const invokes = new Map<number, Moment>();
  const first = new Map<number, { readonly commit: EventOf<'commit'>; readonly at: Moment }>();
  const crossings: Crossing[] = [];
  const cross = (
    command: string,
    [sender, sent]: readonly [number, Moment],
    [receiver, arrived]: readonly [number, Moment],
    { op, view }: EventOf<'commit'>,
  ): void => {
    if (sender < 0 || receiver < 0) return;
    crossings.push({ command, sender, receiver, view, op, sent, arrived, fate: 'arrived' });
  };
  history.events.forEach((event, position) => {
    const before: Moment = { time: event.time, events: position, order: 2 * position };
    const after: Moment = { time: event.time, events: position + 1, order: 2 * position + 1 };
    if (event.kind === 'invoke') invokes.set(requestKey(event.session, event.request), after);
    else if (event.kind === 'commit' && ops.has(event.op)) {
      const known = first.get(event.op);
      if (known === undefined) {
        first.set(event.op, { commit: event, at: after });
        const sent = invokes.get(requestKey(event.session, event.request));
        const client = clientNode(askers, event.session);
        if (sent !== undefined) cross('request', [client, sent], [event.replica, before], event);
      } else if (known.commit.replica !== event.replica && known.commit.view === event.view) {
        cross('prepare', [known.commit.replica, known.at], [event.replica, before], event);
      }
    } else if (event.kind === 'reply' && ops.has(event.op)) {
      const known = first.get(event.op);
      const client = clientNode(askers, event.session);
      if (known === undefined) return;
      cross('reply', [known.commit.replica, known.at], [client, before], known.commit);
    }
  });
  return crossings;
}
