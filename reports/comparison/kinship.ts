import { exitCodes } from '../../harness/result.ts';
import { samePlan } from '../reading/plan-differences.ts';
import type { Side, Sides } from './side.ts';

/** What two runs have to do with each other. */
export interface Kinship {
  readonly title: string;
  readonly sentence: string;
  /** `fail` where one plan gave two histories and should not have. */
  readonly tone: 'pass' | 'fail' | 'neutral';
}

export function kinship(sides: Sides): Kinship {
  const [a, b] = sides.map(({ evidence }) => evidence.result) as [Result, Result];
  const onePlan = samePlan(sides[0].evidence.plan, sides[1].evidence.plan);
  const oneFingerprint = a.fingerprint === b.fingerprint;
  if (!onePlan) return twoPlans(oneFingerprint);
  if (oneFingerprint) {
    return {
      title: 'Same plan, same fingerprint',
      sentence: 'What happened in both runs is the same, event by event.',
      tone: 'pass',
    };
  }
  return { title: 'Same plan, other fingerprint', ...whyOther(sides) };
}

type Result = Side['evidence']['result'];

function twoPlans(oneFingerprint: boolean): Kinship {
  return oneFingerprint
    ? {
        title: 'Two plans, same fingerprint',
        sentence: 'What the plans say differently made no difference to what happened.',
        tone: 'neutral',
      }
    : {
        title: 'Two plans',
        sentence: 'The runs followed different plans, so their fingerprints differ.',
        tone: 'neutral',
      };
}

function whyOther([a, b]: Sides): Pick<Kinship, 'sentence' | 'tone'> {
  const stopped = [a, b].filter(({ evidence }) => evidence.result.exit === exitCodes.interrupted);
  if (stopped.length > 0) {
    const who = stopped.length === 2 ? 'Both were' : `${stopped[0]?.letter} was`;
    return { sentence: `${who} interrupted, so the fingerprints differ.`, tone: 'neutral' };
  }
  if (a.evidence.word === 'real' || b.evidence.word === 'real') {
    const sentence = 'In real time a plan does not decide all that happens: no two runs are equal.';
    return { sentence, tone: 'neutral' };
  }
  const [one, other] = [a, b].map(({ evidence }) => evidence.result.versions.vivarium);
  const sentence = 'One plan must give one history, on every machine; here it gave two.';
  if (one === other) return { sentence, tone: 'fail' };
  const versions = ` A ran under Vivarium ${one}, B under ${other}.`;
  return { sentence: sentence + versions, tone: 'neutral' };
}
