import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { drawFaults, expectationOf, presets } from '../../fault-injector/presets.ts';
import { faultWindow, makePlan } from '../../harness/cli/make-plan.ts';
import { planKnowledge } from '../../harness/cli/plan-knowledge.ts';
import { jsonSchema, schemaNames } from '../../harness/plan/json-schema.ts';
import { checkPlan } from '../../harness/plan/plan-check.ts';
import { parsePlan } from '../../harness/plan/plan-file.ts';
import { formatPlanYaml } from '../../harness/plan/plan-yaml.ts';
import type { Plan } from '../../harness/plan.ts';
import { second } from '../../harness/time.ts';
import { catalogue } from '../../workloads/catalogue.ts';

const ajv = new Ajv2020({ allErrors: true });
const valid = ajv.compile(jsonSchema('plan'));
const root = fileURLToPath(new URL('../..', import.meta.url));

function plans(): Plan[] {
  const over = 20 * second;
  const shape = { replicas: 3, clients: 4 };
  return catalogue.flatMap((workload) =>
    presets.map(({ name: preset }) => {
      const seed = `yaml ${preset}`;
      const faults = drawFaults({ seed, preset, ...shape, ...faultWindow(over) });
      const expected = expectationOf(preset);
      return makePlan({ seed, workload, ...shape, requests: 100, over, expect: expected }, faults);
    }),
  );
}

describe('a plan as YAML', () => {
  test.each(plans().map((plan) => [plan.workload.name, plan.seed, plan] as const))(
    '%s, %s: reads back as the same plan, and keeps the schema',
    (_, __, plan) => {
      const yaml = formatPlanYaml(plan, ['a comment']);
      expect(yaml.startsWith('# a comment\n')).toBe(true);
      expect(parsePlan(yaml, 'p.yaml', (read) => checkPlan(read, planKnowledge))).toEqual(plan);
      expect(valid(parse(yaml)), JSON.stringify(valid.errors?.slice(0, 3))).toBe(true);
      expect(valid(JSON.parse(JSON.stringify(plan)))).toBe(true);
    },
  );

  test('says spans and ratios as people do, a fault a line', () => {
    const yaml = formatPlanYaml(plans()[1] as Plan, []);
    expect(yaml).toMatch(/latencyMin: 100µs/);
    expect(yaml).toMatch(/loss: 0\/1/);
    expect(yaml).toMatch(/^ {2}- \{ kind: crash, .*from: \d.* \}$/m);
  });
});

test('a stage that sets up more than there is, is refused with the place', () => {
  const [plan] = plans() as [Plan];
  const text = formatPlanYaml(plan, []).replace(
    /(name: accounts[^[]*\[ \[ 0, )(\d+)/,
    (_, before) => `${before}99`,
  );
  expect(() => parsePlan(text, 'p.yaml', (read) => checkPlan(read, planKnowledge))).toThrow(
    /^p\.yaml:\d+:\d+: With these parameters the stage "accounts" has requests 0 to \d+\.$/,
  );
});

describe('the schema for editors', () => {
  const [plan] = plans() as [Plan];

  test.each([
    ['a field that is not there', { ...plan, sede: 'x' }],
    ['too many replicas', { ...plan, cluster: { ...plan.cluster, replicas: 7 } }],
    ['a duration without a unit', { ...plan, healAt: '12' }],
    ['a fault of no kind', { ...plan, faults: [{ kind: 'fire', from: 0, until: 1 }] }],
    [
      'a ratio of three',
      { ...plan, faults: [{ kind: 'loss', from: 0, until: 1, ratio: [1, 2, 3] }] },
    ],
  ])('refuses %s', (_, wrong) => {
    expect(valid(wrong)).toBe(false);
  });

  test('a plan in JSON may name its schema', () => {
    const named = { $schema: 'schemas/plan.json', ...plan };
    expect(valid(named)).toBe(true);
    const read = parsePlan(JSON.stringify(named), 'p.json', (it) => checkPlan(it, planKnowledge));
    expect(read).toEqual(plan);
  });

  test.each(schemaNames)('schemas/%s.json is up to date: npm run schemas', (name) => {
    const file = join(root, 'schemas', `${name}.json`);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(jsonSchema(name));
  });
});
