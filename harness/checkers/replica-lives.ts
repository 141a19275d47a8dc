import type { EventOf, HistoryEvent } from '../history.ts';
import type { Contradiction } from './findings.ts';

/** What a replica did between two starts. */
interface ReplicaLife {
  /**
   * The ops that it executed, all of them in order, or had from a checkpoint (the last one before
   * the first); 0 and 0 where it executed none.
   */
  opFirst: number;
  opLast: number;
  /** The position of its last commit. */
  commitLast: number;
}

/** The state in which a run left a replica. */
export interface FinalState {
  readonly op: number;
  readonly digest: string;
  readonly position: number;
}

export interface ReplicaLives {
  /** The last life of each replica that ever executed anything or was started. */
  readonly last: ReadonlyMap<number, ReplicaLife>;
  /** Of each replica whose digest was taken, the last one. */
  readonly final: ReadonlyMap<number, FinalState>;
  /** The first op that a replica executed out of turn. */
  readonly outOfTurn: Contradiction | null;
}

/** Follows each replica through its lives: within one of them, ops come one after the other. */
export function readLives(events: readonly HistoryEvent[]): ReplicaLives {
  const last = new Map<number, ReplicaLife>();
  const final = new Map<number, FinalState>();
  let outOfTurn: Contradiction | null = null;
  let executed = 0;
  events.forEach((event, position) => {
    if (event.kind === 'restore') {
      last.set(event.replica, { opFirst: event.op, opLast: event.op, commitLast: position });
      if (event.op > executed) outOfTurn ??= fromNowhere(event, position);
    } else if (event.kind === 'start') {
      last.set(event.replica, { opFirst: 0, opLast: 0, commitLast: position });
    } else if (event.kind === 'digest') {
      final.set(event.replica, { op: event.op, digest: event.digest, position });
    } else if (event.kind === 'commit') {
      const life = last.get(event.replica) ?? { opFirst: 0, opLast: 0, commitLast: position };
      last.set(event.replica, life);
      if (event.op !== life.opLast + 1) {
        outOfTurn ??= {
          why:
            `Replica ${event.replica} executed op ${event.op} ` +
            `${life.opLast === 0 ? 'first' : `right after op ${life.opLast}`}, ` +
            `so it ${event.op > life.opLast ? 'skipped' : 'repeated'} a part of the log.`,
          events: [life.commitLast, position],
        };
      }
      if (life.opFirst === 0) life.opFirst = event.op;
      life.opLast = event.op;
      executed = Math.max(executed, event.op);
      life.commitLast = position;
    }
  });
  return { last, final, outOfTurn };
}

function fromNowhere({ replica, op }: EventOf<'restore'>, position: number): Contradiction {
  const why = `Replica ${replica} restored a checkpoint at op ${op}, which nobody had executed.`;
  return { why, events: [position] };
}
