import { describe, expect, test } from 'vitest';
import { shrinkPlan } from '../../../fault-injector/shrink/shrink-plan.ts';
import { checkAll, checkers } from '../../../harness/checkers/catalogue.ts';
import { planKnowledge } from '../../../harness/cli/plan-knowledge.ts';
import { givenForCanary } from '../../../harness/cli/run-canaries.ts';
import { planOf } from '../../../harness/cli/run-settings.ts';
import { formatCapsule } from '../../../harness/plan/capsule.ts';
import { checkPlan } from '../../../harness/plan/plan-check.ts';
import { parsePlan } from '../../../harness/plan/plan-file.ts';
import { type Plan, requestCount } from '../../../harness/plan.ts';

import type { Canary } from '../../canaries/canary.ts';
import { canaries as all } from '../../canaries/catalogue.ts';
import { muteAfterViewChange } from '../../canaries/mute-after-view-change.ts';
import { noRepair } from '../../canaries/no-repair.ts';
import { staleRead } from '../../canaries/stale-read.ts';
import { unlimitedBalancing } from '../../canaries/unlimited-balancing.ts';
import { runLine } from '../../canaries/whole-line.ts';

// A few on every change, every canary with VIVARIUM_SHRINK=all.
const few = [unlimitedBalancing, staleRead, muteAfterViewChange, noRepair];
const canaries = process.env['VIVARIUM_SHRINK'] === 'all' ? all : few;

const fits = (plan: Plan): boolean => checkPlan(plan, planKnowledge).length === 0;

const never = (): boolean => false;
const always = async (): Promise<boolean> => true;

function failing(canary: Canary): (plan: Plan) => Promise<boolean> {
  const asked = checkers.filter(({ name }) => name === canary.caughtBy);
  return async (plan) =>
    checkAll(await runLine(plan, canary), asked).some(({ verdict }) => verdict === 'fail');
}

async function firstThatFails(canary: Canary): Promise<Plan> {
  for (let seed = 0; seed < 300; seed++) {
    const { plan } = await planOf(givenForCanary(canary, String(seed)), () => {});
    if (await failing(canary)(plan)) return plan;
  }
  throw new Error(`${canary.name} was not caught in 300 seeds`);
}

describe('a failing plan', () => {
  test.each(canaries.map((canary) => [canary.name, canary] as const))(
    '%s: becomes a capsule of ten requests and three faults at the most',
    async (_, canary) => {
      const plan = await firstThatFails(canary);
      const stillFails = failing(canary);
      let attempts = 0;
      const onProgress = (progress: { attempts: number }): void => {
        attempts = progress.attempts;
      };
      const small = await shrinkPlan(plan, { stillFails, valid: fits, enough: never, onProgress });
      expect(await stillFails(small)).toBe(true);
      expect(requestCount(small.workload.stages)).toBeLessThanOrEqual(10);
      expect(small.faults.length).toBeLessThanOrEqual(3);
      expect(attempts).toBeLessThan(200);
      const capsule = formatCapsule({
        vivarium: 'capsule',
        version: 1,
        expected: { exit: 1, failures: [], fingerprint: '' },
        versions: { vivarium: '0', node: '20' },
        plan: small,
      });
      expect(Buffer.byteLength(capsule)).toBeLessThanOrEqual(8192);
      expect(parsePlan(capsule, 'c', (read) => checkPlan(read, planKnowledge))).toEqual(small);
    },
  );

  test('stays as it is where there is no time', async () => {
    const { plan } = await planOf(givenForCanary({}, '0'), () => {});
    const options = { stillFails: always, valid: fits, enough: () => true, onProgress: () => {} };
    expect(await shrinkPlan(plan, options)).toBe(plan);
  });
});
