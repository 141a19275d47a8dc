import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { renderJson } from '../../reports/json.ts';
import { renderJunit } from '../../reports/junit.ts';
import { renderMarkdown } from '../../reports/markdown.ts';
import { renderTerminal } from '../../reports/terminal.ts';
import { everyEnd, failedRun, hostile, hostileRun } from './made-up-ends.ts';
import { madeUpRun, verdicts } from './made-up-run.ts';
import { realRuns } from './real-runs.ts';

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const control = /[\u0000-\u0009\u000b-\u001f\u007f]/;

describe.each(Object.entries(everyEnd))('%s', (_, make) => {
  const { plan, history, result } = make();

  test('in a terminal', () => {
    const text = renderTerminal(plan, history, result, { color: false });
    expect(text).toMatchSnapshot();
    const lines = text.split('\n');
    expect(lines.length - 1).toBeLessThanOrEqual(25);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(text).not.toMatch(control);
    const colored = renderTerminal(plan, history, result, { color: true });
    expect(colored).not.toBe(text);
    expect(stripVTControlCharacters(colored)).toBe(text);
  });

  test('in a pull request', () => {
    const text = renderMarkdown(plan, history, result);
    expect(text).toMatchSnapshot();
    expect(text).not.toMatch(control);
  });

  test('for a CI system', () => {
    const text = renderJunit(plan, history, result);
    expect(text).toMatchSnapshot();
    expect(openElements(text)).toEqual([]);
    expect(text).not.toMatch(control);
  });
});

/** What is left open in a well-formed document: nothing. Throws where a tag ends another. */
function openElements(xml: string): string[] {
  const open: string[] = [];
  const tags = xml.matchAll(/<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>|<\?[^>]*\?>|</g);
  for (const [tag, closing, name, , empty] of tags) {
    if (tag.startsWith('<?')) continue;
    if (name === undefined) throw new Error('a bare <');
    if (closing === '/') expect(open.pop()).toBe(name);
    else if (empty !== '/') open.push(name);
  }
  return open;
}

describe.each(['canary', 'lost op', 'dead cluster'])('the story of %s', async (name) => {
  const { plan, history, result, cause } = await realRuns[name]!();
  const { sentences } = cause!.story;

  test.each([100, 60])('begins in a terminal of %i columns', (columns) => {
    const text = renderTerminal(plan, history, result, { color: false, columns, cause });
    const lines = text.split('\n');
    if (columns === 100) expect(lines.length - 1).toBeLessThanOrEqual(25);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
    const numbers = lines.flatMap((line) => /^ +(\d+)\. /.exec(line)?.[1] ?? []);
    expect(numbers.length).toBeGreaterThanOrEqual(2);
    expect(numbers).toEqual(numbers.map((_, at) => String(at + 1)));
    if (numbers.length === sentences.length) return;
    const left = sentences.length - numbers.length;
    expect(text).toContain(`${left} more sentence${left === 1 ? '' : 's'}: see the report`);
  });

  test('is told in a pull request', () => {
    const text = renderMarkdown(plan, history, result, cause);
    expect(text).toMatch(/^What happened:$/m);
    expect(text.match(/^\d+\. .+\.$/gm)).toHaveLength(Math.min(12, sentences.length));
    expect(text).not.toContain('What shows that');
  });
});

describe('JUnit', () => {
  test('calls what cannot tell skipped, never passed', () => {
    const { plan, history, result } = failedRun();
    const text = renderJunit(plan, history, result);
    expect(text).toContain('tests="6" failures="1" errors="0" skipped="1"');
    expect(text).toContain('<skipped message="cannot tell: The last look at the accounts');
  });
});

describe('Markdown', () => {
  test('shows no name as anything but a name', () => {
    const { plan, history, result } = hostileRun();
    const text = renderMarkdown(plan, history, result);
    const outsideCode = text.replace(/(`+)[^`][\s\S]*?\1/g, '');
    expect(outsideCode).not.toMatch(/<script|<\/title/);
  });
});

describe('a terminal', () => {
  test('shows what failed before what holds where not all fits', () => {
    const { plan, history, result } = madeUpRun(20);
    const many = Array.from({ length: 40 }, (_, i) => ({
      ...(verdicts[0] as (typeof verdicts)[number]),
      name: `checker-${i}`,
      verdict: i === 39 ? ('fail' as const) : ('pass' as const),
    }));
    const failed = { ...result, verdict: 'fail', exit: 1, checkers: many } as const;
    const text = renderTerminal(plan, history, failed, { color: false });
    expect(text.split('\n').length - 1).toBeLessThanOrEqual(25);
    expect(text).toMatch(/fail +checker-39/);
    expect(text).toMatch(/… and \d+ more that hold/);
  });

  test.each(Object.entries(everyEnd))('of 60 columns holds %s', (_, make) => {
    const { plan, history, result } = make();
    const text = renderTerminal(plan, history, result, { color: false, columns: 60 });
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
    for (const { name } of result.checkers) expect(text).toContain(name.slice(0, 8));
  });

  test('says why each undecided checker cannot tell, and how much more there is', () => {
    const { plan, history, result } = madeUpRun(20);
    const more = 'and so on '.repeat(8);
    const why = `The run was interrupted after 596 of 20184 requests, ${more}end.`;
    const checkers = result.checkers.map((each, i) =>
      i < 3 ? each : ({ ...each, verdict: 'unknown', why } as const),
    );
    const undecided = { ...result, verdict: 'unknown', exit: 2, checkers } as const;
    const text = renderTerminal(plan, history, undecided, { color: false });
    expect(text.replaceAll(/\s+/g, ' ').split(why)).toHaveLength(1 + 3);
    expect(text).toMatch(/^never exercised {2}1 operation, 1 status, .*: see the report$/m);
  });

  test('names what was never exercised, and counts what does not fit', () => {
    const { plan, history, result } = madeUpRun(20);
    const statuses = Array.from({ length: 94 }, (_, i) => `create_transfers.status_${i}`);
    const missed = { ...result, neverExercised: { ...result.neverExercised, statuses } };
    const text = renderTerminal(plan, history, missed, { color: false });
    expect(text).toMatch(/^never sent {6}get_change_events$/m);
    expect(text).toMatch(/^never checked {3}conservation: an account with a limit$/m);
    const shown = text.match(/create_transfers\.status_/g)?.length ?? 0;
    expect(shown).toBeGreaterThan(0);
    expect(text).toContain(`and ${94 - shown} more: see the report`);
    const summary = renderMarkdown(plan, history, missed);
    for (const status of statuses) expect(summary).toContain(status.replaceAll('_', '\\_'));
  });

  test('shows an event once, however many checkers it violates', () => {
    const { plan, history, result } = failedRun();
    const [first] = result.checkers.filter(({ verdict }) => verdict === 'fail');
    const checkers = result.checkers.map((each) => ({ ...each, ...first, name: each.name }));
    const text = renderTerminal(plan, history, { ...result, checkers }, { color: false });
    const [position] = first?.events ?? [];
    expect(text.split(`event ${position} at`)).toHaveLength(2);
  });
});

test('JSON is the result itself', () => {
  const { result } = hostileRun();
  expect(JSON.parse(renderJson(result))).toEqual(result);
  expect(JSON.parse(renderJson(result))).toMatchObject({ seed: hostile });
});
