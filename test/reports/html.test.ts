import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { textWidth } from '../../reports/charts/helvetica.ts';
import { renderHtml } from '../../reports/html.ts';
import { everyEnd } from './made-up-ends.ts';
import { madeUpRun } from './made-up-run.ts';

const sections = [
  'invariants',
  'throughput',
  'latency',
  'percentiles',
  'statuses',
  'replicas',
  'faults',
  'plan',
  'counts',
];

describe.each(Object.entries(everyEnd))('the page of %s', (name, make) => {
  const run = make();
  const rendered = renderHtml(run.plan, run.history, run.result);

  test('needs nothing from outside and runs nothing', async () => {
    const html = await rendered;
    expect(html.replaceAll('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(/https?:\/\//);
    expect(html).not.toMatch(/<(script|link|img|iframe|object|embed|base|form|image|use)\b/i);
    expect(html).not.toMatch(/<[^>]* (src|on[a-z]+|style|srcset|action|xlink:href)=/i);
    expect(html.match(/ href="(?!#)/)).toBeNull();
    expect(html).not.toMatch(/url\(|@import/);
  });

  test('has a policy that admits its one style sheet', async () => {
    const html = await rendered;
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] as string;
    const hash = createHash('sha256').update(style).digest('base64');
    expect(html).toContain(`default-src 'none'; base-uri 'none'; form-action 'none'`);
    expect(html).toContain(`style-src 'sha256-${hash}'`);
  });

  test('has every section, in order, and no number that is none', async () => {
    const html = await rendered;
    const found = [...html.matchAll(/<section id="([a-z]+)">/g)].map(([, id]) => id);
    expect(found).toEqual(sections);
    expect(html).not.toMatch(/NaN|undefined|Infinity|\[object/);
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    expect(html).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/);
  });

  test('says what it is to those who cannot see it', async () => {
    const html = await rendered;
    const charts = [...html.matchAll(/<svg [^>]*class="chart[^>]*>/g)].map(([tag]) => tag);
    expect(charts.length).toBeGreaterThan(0);
    for (const tag of charts) expect(tag).toMatch(/role="img" aria-label="[^"]{20,}"/);
    const described = /role="img"[^>]*><title>[^<]+<\/title><desc id="[^"]+">[^<]+<\/desc>/g;
    expect([...html.matchAll(described)].length).toBe(charts.length);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const tables = html.split('<summary>The data behind it</summary>').length - 1;
    expect(tables * 2).toBe(charts.length);
  });

  test('puts the verdict and what reproduces it first', async () => {
    const body = (await rendered).split('<main>')[1] as string;
    const word = { pass: 'Pass', fail: 'Fail', unknown: 'Unknown' }[run.result.verdict];
    expect(body.indexOf(`>${word}</h1>`)).toBeGreaterThan(0);
    expect(body.indexOf('To reproduce')).toBeLessThan(body.indexOf('<section'));
    if (name !== 'a run with hostile names')
      expect(body).toContain(run.result.fingerprint.slice(16));
    expect(body).toContain('all times are virtual');
  });

  test('is the same for the same run, and small', async () => {
    const html = await rendered;
    const again = make();
    expect(await renderHtml(again.plan, again.history, again.result)).toBe(html);
    expect(html.length).toBeLessThan(500_000);
  });
});

test('a run of 100,000 requests makes a page of bounded size in bounded time', async () => {
  const { plan, history, result } = madeUpRun(100_000);
  const createStatuses = Object.fromEntries(
    Array.from({ length: 600 }, (_, i) => [`create_transfers.status_${i}`, 600 - i]),
  );
  const faults = Array.from({ length: 1000 }, (_, i) => plan.faults[i % plan.faults.length]);
  const crowded = { ...plan, faults: faults.map((fault) => fault as (typeof plan.faults)[0]) };
  const struck = faults.map((fault, position) => ({
    time: fault?.from ?? 0,
    kind: 'fault' as const,
    fault: position,
    target: 'replica 1',
  }));
  const events = [...history.events, ...struck].toSorted((a, b) => a.time - b.time);
  const before = process.cpuUsage();
  const html = await renderHtml(
    crowded,
    { ...history, events },
    { ...result, counts: { ...result.counts, createStatuses } },
  );
  const { user, system } = process.cpuUsage(before);
  expect(html.length).toBeLessThan(1_500_000);
  expect(html).toContain('760 more rows left out here.');
  expect(html).toContain('560 rarer ones stand in the table only.');
  // Processor time, since other work on the machine should fail no test.
  expect((user + system) / 1e6).toBeLessThan(10);
});

test('what was never exercised is folded away where it is much', async () => {
  const { plan, history, result } = madeUpRun(20);
  const faults = Array.from({ length: 94 }, (_, i) => `thing ${i}.`);
  const none = { operations: [], statuses: [], protocol: [], checks: [] };
  const neverExercised = { ...none, faults };
  const page = await renderHtml(plan, history, { ...result, neverExercised });
  expect(page).toContain('Never exercised: 94 things');
  expect(page).toContain('<summary>82 more</summary>');
  for (const thing of faults) expect(page).toContain(thing);
});

test('text is as wide as Helvetica makes it', () => {
  expect(textWidth('Hello, World', 1000)).toBe(
    722 + 556 + 222 * 2 + 556 + 278 * 2 + 944 + 556 + 333 + 222 + 556,
  );
  expect(textWidth('', 12)).toBe(0);
});
