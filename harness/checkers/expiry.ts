import type { Checker, Evidence } from './checker.ts';
import { EvidenceNotes } from './evidence-notes.ts';
import type { ExpiryCounts } from './expiry-walk.ts';
import { type Finding, fail, neverMet, pass, unknown } from './findings.ts';

const unit = 'answers and balances';

/**
 * Sees when posts and voids succeed or are refused, what look-ups and change events say of what is
 * held, and whether pulses come; without the ledger's code. An account that a request without an
 * answer may have touched is left out.
 */
export const expiry: Checker = {
  name: 'expiry',
  about:
    'A pending transfer with a time-out expires at its time: it cannot be posted or voided later, ' +
    'nor is it given back earlier, nor held on.',
  property: 'safety',
  check: checkExpiry,
};

function checkExpiry(evidence: Evidence): Finding {
  const { walk, commits } = EvidenceNotes.of(evidence);
  const { follower } = walk.expiry;
  const { counts } = follower;
  const checked = counts.answers + counts.balances + counts.events;
  const ended = evidence.history.events.some(
    (event) => event.kind === 'phase' && event.phase === 'end',
  );
  const complete = ended && walk.missing === null;
  const wrong = walk.expiry.wrong ?? (complete ? follower.leftAtEnd() : null);
  if (wrong) return fail(checked, unit, wrong.why, wrong.events);
  if (commits.ops.length === 0) {
    return unknown(checked, unit, 'The history tells of no commit, so nobody knows of pulses.');
  }
  if (walk.missing !== null) {
    const why = `Nobody executed op ${walk.missing}, so what expired after it cannot be told.`;
    return unknown(checked, unit, why);
  }
  if (counts.answers === 0) return unknown(0, unit, 'No transfer was answered.');
  if (counts.sent > 0 && counts.created === 0) {
    const why = 'Transfers with a time-out were sent, but none was acknowledged as created.';
    return unknown(checked, unit, why);
  }
  return { ...pass(checked, unit, whyPassed(counts)), vacuous: vacuousOf(counts) };
}

function whyPassed({ created, resolved, refused, balances, answers }: ExpiryCounts): string {
  if (created === 0) {
    return `None of ${answers} transfers had a time-out, and none was told that it had expired.`;
  }
  return (
    `Of ${created} pending transfers with a time-out, none was posted or voided after its time ` +
    `(${resolved} were before), none refused before it (${refused} were after), and ${balances} ` +
    'balances hold exactly what was not due.'
  );
}

function vacuousOf(counts: ExpiryCounts): string[] {
  return neverMet([
    [counts.created, 'a pending transfer with a time-out'],
    [counts.resolved, 'a post or void of one with a time-out before its time'],
    [counts.refused, 'a post or void that came too late'],
    [counts.balances, 'a balance that holds something with a time-out'],
    [counts.events, 'a change event that tells of an expiry'],
    [counts.pulses, 'a pulse'],
  ]);
}
