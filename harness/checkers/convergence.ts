import type { HistoryEvent } from '../history.ts';
import { nodeCount } from '../plan.ts';
import type { Checker, Evidence } from './checker.ts';
import { EvidenceNotes } from './evidence-notes.ts';
import { type Contradiction, type Finding, fail, pass, unknown } from './findings.ts';
import type { FinalState } from './replica-lives.ts';

const unit = 'commits and digests';

/** Sees what replicas executed and where they ended; whether it is right is for others to say. */
export const convergence: Checker = {
  name: 'convergence',
  about: 'Every replica executes the same log, with the same replies, and ends in the same state.',
  property: 'safety',
  check: checkConvergence,
};

function checkConvergence(evidence: Evidence): Finding {
  const { plan, history } = evidence;
  const { events } = history;
  const { commits: log, lives } = EvidenceNotes.of(evidence);
  const checked = log.compared + log.ops.length + lives.final.size;
  const wrong = log.conflict ?? lives.outOfTurn ?? differentStates(lives.final);
  if (wrong) return fail(checked, unit, wrong.why, wrong.events);
  const open = whatIsOpen(nodeCount(plan.cluster), lives.final, events);
  if (open) return unknown(checked, unit, open.why, open.events);
  if (log.ops.length === 0) return unknown(checked, unit, 'No commit was recorded.');
  const op = lives.final.values().next().value?.op ?? 0;
  const { replicas } = plan.cluster;
  return pass(
    checked,
    unit,
    replicas === 1
      ? `The only replica executed its log in order and ended at op ${op}.`
      : `All ${replicas} replicas executed the same ${log.ops.length} ops with the same replies, ` +
          `and ended in one state at op ${op}.`,
  );
}

/** Two replicas that have executed the same prefix of the log, but hold different states. */
function differentStates(final: ReadonlyMap<number, FinalState>): Contradiction | null {
  const atOp = new Map<number, readonly [replica: number, state: FinalState]>();
  for (const [replica, state] of final) {
    const other = atOp.get(state.op);
    if (other === undefined) {
      atOp.set(state.op, [replica, state]);
    } else if (other[1].digest !== state.digest) {
      return {
        why:
          `Replicas ${other[0]} and ${replica} both ended at op ${state.op}, ` +
          `but in different states (digests ${other[1].digest} and ${state.digest}).`,
        events: [other[1].position, state.position],
      };
    }
  }
  return null;
}

/** Why the states at the end can't be compared, if they can't. */
function whatIsOpen(
  replicas: number,
  final: ReadonlyMap<number, FinalState>,
  events: readonly HistoryEvent[],
): Contradiction | null {
  if (events.length === 0) return { why: 'The history is empty.', events: [] };
  for (let replica = 0; replica < replicas; replica++) {
    if (!final.has(replica)) {
      return {
        why: `Replica ${replica} left no digest at the end, so its state cannot be compared.`,
        events: [],
      };
    }
  }
  const states = [...final.entries()];
  const ahead = states.reduce((best, entry) => (entry[1].op > best[1].op ? entry : best));
  const behind = states.find(([, state]) => state.op < ahead[1].op);
  if (behind === undefined) return null;
  return {
    why:
      `Replica ${behind[0]} had got to op ${behind[1].op} at the end, and replica ${ahead[0]} ` +
      `to op ${ahead[1].op}: their states cannot be compared.`,
    events: [behind[1].position, ahead[1].position],
  };
}
