import { expect, test } from 'vitest';
import { planKnowledge } from '../../harness/cli/plan-knowledge.ts';
import { planOf } from '../../harness/cli/run-settings.ts';
import { checkPlan } from '../../harness/plan/plan-check.ts';

test('a parameter that the workload cannot use is an issue with its place, not a crash', async () => {
  const given = { workload: 'mixed', seed: 's', requests: '20', faults: 'none' };
  const { plan } = await planOf(given, () => {});
  const { workload } = plan;
  const parameters = { ...workload.parameters, accounts: 1 };
  const issues = checkPlan({ ...plan, workload: { ...workload, parameters } }, planKnowledge);
  expect(issues).toMatchObject([{ path: ['workload', 'parameters', 'accounts'] }]);
});
