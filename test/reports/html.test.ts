import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { textWidth } from '../../reports/charts/helvetica.ts';
import { renderHtml } from '../../reports/html.ts';
import { escapeMarkup } from '../../reports/wording/plain-text.ts';
import { everyEnd } from './made-up-ends.ts';
import { madeUpRun } from './made-up-run.ts';
import { realRuns } from './real-runs.ts';

const sections = [
  'invariants',
  'never',
  'throughput',
  'latency',
  'percentiles',
  'statuses',
  'replicas',
  'faults',
  'plan',
  'counts',
];

/** The page, and the script that it ends with. */
function taken(html: string): { readonly rest: string; readonly script: string } {
  const begin = html.lastIndexOf('<script>');
  const end = html.lastIndexOf('</script>');
  return {
    rest: html.slice(0, begin) + html.slice(end + '</script>'.length),
    script: html.slice(begin + '<script>'.length, end),
  };
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

describe.each(Object.entries(everyEnd))('the page of %s', (name, make) => {
  const run = make();
  const html = renderHtml(run.plan, run.history, run.result);

  test('needs nothing from outside, and runs one script', () => {
    expect(html.replaceAll('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(/https?:\/\//);
    const { rest, script } = taken(html);
    expect(rest).not.toMatch(/<(script|link|img|iframe|object|embed|base|form|image|use)\b/i);
    expect(rest).not.toMatch(/<[^>]* (src|on[a-z]+|style|srcset|action|xlink:href)=/i);
    expect(script).not.toMatch(/fetch|XMLHttpRequest|import|eval|innerHTML|insertAdjacent/);
    expect(html.match(/ href="(?!#)/)).toBeNull();
    expect(html).not.toMatch(/url\((?!#pattern-)|@import/);
  });

  test('has a policy that admits its one style sheet and its one script', () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] as string;
    expect(html).toContain(`default-src 'none'; base-uri 'none'; form-action 'none'`);
    expect(html).toContain(
      `style-src '${hashOf(style)}'; script-src '${hashOf(taken(html).script)}'`,
    );
  });

  test('has every section, in order, and no number that is none', () => {
    const found = [...html.matchAll(/<section id="([a-z]+)" /g)].map(([, id]) => id);
    expect(found).toEqual(sections);
    expect(taken(html).rest).not.toMatch(/NaN|undefined|Infinity|\[object/);
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    expect(html).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/);
  });

  test('says what it is to those who cannot see it', () => {
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

  test('puts the verdict and what reproduces it first', () => {
    const body = html.split('<main>')[1] as string;
    const word = { pass: 'Pass', fail: 'Fail', unknown: 'Unknown' }[run.result.verdict];
    expect(body.indexOf(`>${word}</h1>`)).toBeGreaterThan(0);
    expect(body.indexOf('To reproduce')).toBeLessThan(body.indexOf('<section'));
    if (name !== 'a run with hostile names')
      expect(body).toContain(run.result.fingerprint.slice(16));
    expect(body).toContain('all times are virtual');
  });

  test('is the same for the same run, and small', () => {
    const again = make();
    expect(renderHtml(again.plan, again.history, again.result)).toBe(html);
    expect(html.length).toBeLessThan(500_000);
  });
});

describe('the page of a planted bug', async () => {
  const { plan, history, result, cause } = await realRuns.canary!();
  const html = renderHtml(plan, history, result, cause);
  const { story } = cause!;

  test('begins with the story of it, and goes on with what led to it', () => {
    const found = [...html.matchAll(/<section id="([a-z]+)" /g)].map(([, id]) => id);
    expect(found).toEqual(['story', 'past', 'lives', 'run', ...sections]);
    for (const { text } of story.sentences) {
      expect(html.replaceAll(/<\/?a[^>]*>/g, '')).toContain(escapeMarkup(text));
    }
    expect(html).not.toContain('What shows that');
  });

  test('leads from every name to a life', () => {
    const targets = [...html.matchAll(/ href="#((?:account|transfer)-[^"]+)"/g)];
    expect(targets.length).toBeGreaterThan(4);
    for (const [, id] of targets) expect(html).toContain(` id="${id}"`);
    for (const { kind, id, name } of story.biographies) {
      expect(html).toContain(`<h3 id="${kind}-${name}">${kind} ${name}</h3>`);
      expect(html).toContain(`>${id}<`);
    }
  });

  test('marks the sum that is wrong, and the line that explains it', () => {
    const drawn = html.split('<div class="t-account">').slice(1);
    expect(drawn.length).toBe(story.accounts.length);
    expect(drawn[0]).toMatch(
      /<b class="tone-fail num">[\d,<>wbr]+<\/b> <span class="small">transfer T1/,
    );
    expect(drawn[0]).toMatch(/<b class="tone-fail num">0<\/b>.*as read at op/);
  });

  test('is the same for the same run, and small', () => {
    expect(renderHtml(plan, history, result, cause)).toBe(html);
    expect(html.length).toBeLessThan(500_000);
    expect(taken(html).rest).not.toMatch(/NaN|undefined|Infinity|\[object/);
  });
});

test('a run of 100,000 requests makes a page of bounded size in bounded time', () => {
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
  const html = renderHtml(
    crowded,
    { ...history, events },
    { ...result, counts: { ...result.counts, createStatuses } },
  );
  const { user, system } = process.cpuUsage(before);
  expect(html.length).toBeLessThan(1_500_000);
  expect(html).toContain('760 more rows left out here.');
  expect(html).toContain('560 rarer ones stand in the table only.');
  // Processor time, since other work on the machine should fail no test.
  expect((user + system) / 1e6).toBeLessThan(5);
});

test('what was never exercised is folded away where it is much', () => {
  const { plan, history, result } = madeUpRun(20);
  const faults = Array.from({ length: 94 }, (_, i) => `thing ${i}.`);
  const none = { operations: [], statuses: [], protocol: [], checks: [] };
  const neverExercised = { ...none, faults };
  const page = renderHtml(plan, history, { ...result, neverExercised });
  expect(page).toContain('<h3>Faults that struck nothing: 94</h3>');
  expect(page).toContain('<summary>82 more</summary>');
  for (const thing of faults) expect(page).toContain(thing);
});

test('text is as wide as Helvetica makes it', () => {
  expect(textWidth('Hello, World', 1000)).toBe(
    722 + 556 + 222 * 2 + 556 + 278 * 2 + 944 + 556 + 333 + 222 + 556,
  );
  expect(textWidth('', 12)).toBe(0);
});
