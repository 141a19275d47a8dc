import { describe, expect, test } from 'vitest';
import { exitCodes } from '../../harness/result.ts';
import { type RunToCompare, renderComparison } from '../../reports/comparison.ts';
import { planDifferences, samePlan } from '../../reports/reading/plan-differences.ts';
import { everyEnd, failedRun } from './made-up-ends.ts';
import { type MadeUpRun, madeUpPlan, madeUpRun } from './made-up-run.ts';

function named(name: string, run: MadeUpRun): RunToCompare {
  return { name, ...run };
}

/** The first screen. */
function top(html: string): string {
  return html.slice(html.indexOf('<main>'), html.indexOf('<nav'));
}

function sectionOf(html: string, id: string): string {
  const begin = html.indexOf(`<section id="${id}"`);
  return html.slice(begin, html.indexOf('</section>', begin));
}

describe('what two runs have to do with each other', () => {
  const run = madeUpRun(100);
  const other = { ...run, result: { ...run.result, fingerprint: 'f'.repeat(32) } };

  test('one plan, one fingerprint', () => {
    const html = top(renderComparison(named('a', run), named('b', run)));
    expect(html).toContain('Same plan, same fingerprint');
    expect(html).toContain('tone-pass');
  });

  test('one plan that gave two histories', () => {
    const html = top(renderComparison(named('a', run), named('b', other)));
    expect(html).toContain('Same plan, other fingerprint');
    expect(html).toContain('One plan must give one history');
    expect(html).toContain('class="tone-fail"');
  });

  test('one plan, of which one run was interrupted', () => {
    const result = { ...other.result, verdict: 'unknown', exit: exitCodes.interrupted } as const;
    const html = top(renderComparison(named('a', run), named('b', { ...other, result })));
    expect(html).toContain('B was interrupted, so the fingerprints differ.');
    expect(html).not.toContain('tone-fail');
  });

  test('one plan under two versions', () => {
    const versions = { ...other.result.versions, vivarium: '0.2.0' };
    const result = { ...other.result, versions };
    const html = top(renderComparison(named('a', run), named('b', { ...other, result })));
    expect(html).toContain('A ran under Vivarium 0.1.0, B under 0.2.0.');
  });

  test('two plans', () => {
    const html = renderComparison(named('a', run), named('b', madeUpRun(120, 'another')));
    expect(top(html)).toContain('Two plans');
    expect(sectionOf(html, 'plans')).toMatch(/<th scope="row">seed<\/th><td>made up<\/td>/);
  });
});

describe('the plans', () => {
  test('come after the verdicts, and are folded away where they differ in much', () => {
    const run = madeUpRun(60);
    const few = renderComparison(named('a', run), named('b', madeUpRun(70)));
    expect(few.indexOf('id="verdicts"')).toBeLessThan(few.indexOf('id="plans"'));
    expect(sectionOf(few, 'plans')).not.toContain('<details>');
    const parameters = Object.fromEntries(
      Array.from({ length: 30 }, (_, at) => [`parameter ${at}`, at]),
    );
    const workload = { ...run.plan.workload, name: 'other', parameters };
    const other = { ...run, plan: { ...run.plan, workload } };
    const many = renderComparison(named('a', run), named('b', other));
    expect(sectionOf(many, 'plans')).toMatch(/<details><summary>\d+ things/);
  });

  const plan = madeUpPlan(100, 'one');

  test('are the same in whatever order their keys are', () => {
    const turned = Object.fromEntries(Object.entries(plan).toReversed()) as typeof plan;
    expect(samePlan(plan, turned)).toBe(true);
    expect(planDifferences(plan, turned, 'virtual')).toEqual([]);
  });

  test('differ in words and with units', () => {
    const other = {
      ...plan,
      faults: plan.faults.slice(1),
      livenessBound: 20e9,
      workload: { ...plan.workload, parameters: { ...plan.workload.parameters, ledgers: 3 } },
    };
    const [one, both] = [plan.faults.length, plan.faults.length - 1];
    expect(planDifferences(plan, other, 'virtual')).toEqual([
      { what: 'Workload: ledgers', a: '2', b: '3' },
      { what: 'After the faults: every request answered within', a: '10 s', b: '20 s' },
      {
        what: 'faults',
        a: `${one} faults, ${both} of them in both`,
        b: `${both} faults, ${both} of them in both`,
      },
    ]);
  });

  test('never differ without a word', () => {
    const stages = plan.workload.stages.map((stage) => ({ ...stage, role: 'load' as const }));
    const other = { ...plan, workload: { ...plan.workload, stages } };
    expect(planDifferences(plan, other, 'virtual')).toHaveLength(1);
  });
});

describe('virtual and real time', () => {
  const virtual = madeUpRun(200);
  const kind = 'process' as 'simulated';
  const real: MadeUpRun = {
    ...virtual,
    plan: { ...virtual.plan, cluster: { ...virtual.plan.cluster, kind } },
    result: { ...virtual.result, cluster: { ...virtual.result.cluster, kind } },
  };

  test('never share a chart, a table of times or a column', () => {
    const html = renderComparison(named('a', virtual), named('b', real));
    const times = [...html.matchAll(/<section id="(?:throughput|percentiles)[\s\S]*?<\/section>/g)];
    expect(times).toHaveLength(4);
    for (const [section] of times) {
      expect(/virtual (?:time|second)/.test(section)).not.toBe(
        /real (?:time|second)/.test(section),
      );
      expect(section).not.toContain('B / A');
    }
    const counts = sectionOf(html, 'counts');
    expect(counts).toContain('A (virtual time)');
    expect(counts).toContain('B (real time)');
  });

  test('of one kind share them', () => {
    const html = renderComparison(named('a', virtual), named('b', madeUpRun(90)));
    expect(html.split('<figure').length - 1).toBe(2);
    expect(sectionOf(html, 'percentiles')).toContain('B / A');
  });
});

test('what fails is said with its reason', () => {
  const html = renderComparison(named('good', madeUpRun(300)), named('bad', failedRun()));
  expect(top(html)).toContain('<b class="tone-fail">FAIL</b> model is violated');
  expect(sectionOf(html, 'verdicts')).toContain('says created where the model says exists');
});

describe.each(Object.entries(everyEnd))('beside a good run, %s', (_, make) => {
  test('makes a page without a number that is none', () => {
    const html = renderComparison(named('good', madeUpRun(300)), named('x', make()));
    const shown = html.slice(html.indexOf('<body>'), html.lastIndexOf('<script>'));
    expect(shown).not.toMatch(/NaN|undefined|Infinity|\[object/);
    expect(shown).not.toMatch(/<script/);
    expect(html.length).toBeLessThan(500_000);
  });
});
