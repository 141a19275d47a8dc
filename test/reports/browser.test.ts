import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderComparison } from '../../reports/comparison.ts';
import { renderHtml } from '../../reports/html.ts';
import { findChromium, launch } from './chromium.ts';
import { everyEnd } from './made-up-ends.ts';
import type { MadeUpRun } from './made-up-run.ts';
import { audit } from './page-audit.ts';
import { realRuns } from './real-runs.ts';

const chromium = findChromium();
const widths = [380, 800, 1400] as const;
const folder = mkdtempSync(join(tmpdir(), 'vivarium-report-'));
const realVerdicts: Readonly<Record<string, string>> = {
  pass: 'pass',
  crowded: 'pass',
  'single request': 'unknown',
  canary: 'fail',
  'canary, not traced': 'fail',
  'lost op': 'fail',
  'dead cluster': 'fail',
  interrupted: 'unknown',
};
/** What was seen is kept: someone should look at it. */
const pictures = join('test-output', 'screenshots');

describe.skipIf(chromium === null)('in a browser (skipped where no Chromium is found)', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launch(chromium as string);
    mkdirSync(pictures, { recursive: true });
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Shows a report to `look`; what it complains of or asks the network for fails the test. */
  async function visit(
    file: string,
    options: BrowserContextOptions,
    look: (page: Page) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext(options);
    const complaints: string[] = [];
    try {
      const page = await context.newPage();
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('request', (request) => {
        if (request.url() !== pathToFileURL(file).href) complaints.push(request.url());
      });
      await page.goto(pathToFileURL(file).href);
      await look(page);
    } finally {
      await context.close();
    }
    expect(complaints).toEqual([]);
  }

  const ends: readonly [string, () => MadeUpRun | Promise<MadeUpRun>][] = [
    ...Object.entries(realRuns),
    ...Object.entries(everyEnd),
  ];

  test('two runs side by side fit, and keep the rules of accessibility', async () => {
    const [one, other] = [await realRuns.pass!(), await realRuns.canary!()];
    const html = renderComparison({ name: 'runs/one', ...one }, { name: 'runs/other', ...other });
    const file = join(folder, 'comparison.html');
    writeFileSync(file, html);
    await visit(file, { bypassCSP: true }, async (page) => {
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        await fits(page, 2);
        await photograph(page, `comparison-${width}`);
      }
      await page.addScriptTag({ content: axe.source });
      expect(await page.evaluate(examine)).toEqual([]);
    });
  });

  describe.each(ends)('%s', (title, make) => {
    const name = title.replaceAll(/[ ,]+/g, '-');
    const file = join(folder, `${name}.html`);
    const isReal = title in realRuns;
    let charts = 0;

    beforeAll(async () => {
      const { plan, history, result, cause = null } = await make();
      // A run that ended otherwise would be looked at for nothing.
      if (isReal) expect(result.verdict).toBe(realVerdicts[title]);
      const html = renderHtml(plan, history, result, cause);
      expect(html.length).toBeLessThan(1_500_000);
      charts = html.split('<figure').length - 1;
      expect(charts).toBeGreaterThanOrEqual(2);
      writeFileSync(file, html);
    });

    test.each(isReal ? [true, false] : [true])('fits every width, scripts: %s', async (scripts) => {
      await visit(file, { javaScriptEnabled: scripts }, async (page) => {
        for (const width of widths) {
          await page.setViewportSize({ width, height: 900 });
          await fits(page, charts);
          const surfaces = await page.locator('figure:has(tr[data-box]) .surface').count();
          expect(surfaces).toBe(
            scripts ? await page.locator('figure:has(tr[data-box])').count() : 0,
          );
          if (isReal) await photograph(page, `${name}-${width}${scripts ? '' : '-no-scripts'}`);
        }
      });
    });

    const modes = isReal ? (['light', 'dark'] as const) : (['light'] as const);
    test.each(modes)('keeps the rules of accessibility, %s', async (mode) => {
      const viewport = { width: 800, height: 900 };
      // Only the policy is lifted, to let the examiner in.
      await visit(file, { viewport, colorScheme: mode, bypassCSP: true }, async (page) => {
        const { background } = await page.evaluate(audit);
        expect(background).toBe(mode === 'light' ? 'rgb(253, 253, 251)' : 'rgb(20, 23, 27)');
        if (isReal) await photograph(page, `${name}-${mode}`);
        await page.addScriptTag({ content: axe.source });
        expect(await page.evaluate(examine)).toEqual([]);
      });
    });

    if (!isReal) return;

    test('is printed black on white, with every chart whole', async () => {
      const viewport = { width: 720, height: 1000 };
      await visit(file, { viewport, colorScheme: 'dark' }, async (page) => {
        await page.emulateMedia({ media: 'print' });
        const { background, overflow, overlapping } = await page.evaluate(audit);
        expect(background).toBe('rgba(0, 0, 0, 0)');
        const verdict = page.locator('.verdict');
        const ground = await verdict.evaluate((each) => getComputedStyle(each).backgroundColor);
        expect(ground).toBe('rgb(255, 255, 255)');
        expect({ overflow, overlapping }).toEqual({ overflow: 0, overlapping: [] });
        const ink = await page.evaluate(() => getComputedStyle(document.body).color);
        expect(ink).toBe('rgb(0, 0, 0)');
        const unprinted = page.locator('nav:visible, .surface:visible, summary:visible');
        expect(await unprinted.count()).toBe(0);
        // Nobody can unfold paper.
        const folded = await page
          .locator('.never li, #faults tr, .life tr')
          .evaluateAll((all) => all.filter((each) => !each.checkVisibility()).length);
        expect(folded).toBe(0);
        const drawings = page.locator('.drawing');
        const rules = await drawings.evaluateAll((all) =>
          all.map((each) => getComputedStyle(each).breakInside),
        );
        expect(new Set(rules)).toEqual(new Set(['avoid']));
        await photograph(page, `${name}-print`);
        const pdf = await page.pdf({ path: join(pictures, `${name}.pdf`), format: 'A4' });
        expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      });
    });
  });
});

/** What the examiner in the page finds, a line each. */
async function examine(): Promise<string[]> {
  interface Violation {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }
  const { axe: examiner } = globalThis as unknown as {
    axe: { run(): Promise<{ violations: Violation[] }> };
  };
  const { violations } = await examiner.run();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
}

/** Opens the folded parts too, and looks once more. */
async function fits(page: Page, charts: number): Promise<void> {
  const ground = { overflow: 0, outside: [], overlapping: [], clipped: [] };
  expect(await page.evaluate(audit)).toMatchObject({ ...ground, charts });
  await fold(page, true);
  expect(await page.evaluate(audit)).toMatchObject({ ...ground, charts });
  await fold(page, false);
}

async function fold(page: Page, open: boolean): Promise<void> {
  await page.locator('details').evaluateAll((all, value) => {
    for (const each of all) (each as HTMLDetailsElement).open = value;
  }, open);
}

async function photograph(page: Page, name: string): Promise<void> {
  const path = join(pictures, `${name}.jpg`);
  await page.screenshot({ path, fullPage: true, type: 'jpeg', quality: 80 });
  expect(statSync(path).size).toBeGreaterThan(20_000);
}
