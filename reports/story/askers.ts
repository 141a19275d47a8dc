import type { HistoryEvent } from '../../harness/history.ts';

/** Which client a session belongs to, by the session's number. */
export type Askers = readonly (number | undefined)[];

export function readAskers(events: readonly HistoryEvent[]): Askers {
  const clients: number[] = [];
  for (const event of events) if (event.kind === 'session') clients[event.session] = event.client;
  return clients;
}

/** `client 2`; the session where the history names no client. */
export function askerOf(askers: Askers, session: number): string {
  if (session < 0) return 'the cluster itself';
  const client = askers[session];
  return client === undefined ? `session ${session}` : `client ${client}`;
}
