import type { Checker, Evidence } from './checker.ts';
import { type Finding, fail, pass, unknown } from './findings.ts';
import { ModelReplay } from './model-replay.ts';

const unit = 'replies';

/**
 * Sees every byte that a client was told. It uses the ledger that the replicas use, so it finds
 * what a replica, a disk or a session does wrong, not what the ledger means wrongly: for that there
 * are the expectations of the plan, conservation, and the recordings of a real server.
 */
export const model: Checker = {
  name: 'model',
  about:
    'Every reply is, byte for byte, what the ledger answers when the committed log is replayed, ' +
    'and every status is one that the plan allows.',
  property: 'safety',
  check: checkModel,
};

function checkModel(evidence: Evidence): Finding {
  const replay = new ModelReplay(evidence);
  const wrong = replay.toEnd();
  if (wrong) return fail(replay.compared, unit, wrong.why, wrong.events);
  if (replay.gap !== null) return unknown(replay.compared, unit, replay.gap);
  if (replay.compared === 0) return unknown(0, unit, 'No reply was there to be compared.');
  return pass(
    replay.compared,
    unit,
    `All ${replay.compared} replies are what the ledger answers when the ${replay.ops} ops are ` +
      `replayed, ${replay.expectations} statuses are ones that the plan expects, and ` +
      `${replay.digests} final states are the ledger's.`,
  );
}
