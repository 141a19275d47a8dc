import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderHtml } from '../../reports/html.ts';
import { findChromium, launch } from './chromium.ts';
import { madeUpRun } from './made-up-run.ts';

const chromium = findChromium();
const folder = mkdtempSync(join(tmpdir(), 'vivarium-hover-'));
const file = join(folder, 'report.html');

describe.skipIf(chromium === null)('charts that answer (skipped without a Chromium)', () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const { plan, history, result } = madeUpRun(300);
    writeFileSync(file, renderHtml(plan, history, result));
    browser = await launch(chromium as string);
    page = await browser.newPage({ viewport: { width: 380, height: 800 } });
    await page.goto(pathToFileURL(file).href);
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const surfaceOf = (id: string): Locator => page.locator(`#${id} .surface`);
  const tipOf = (id: string): Locator => page.locator(`#${id} .tip`);

  /** What a row of the table says, as a screen reader is told. */
  async function rowText(id: string, at: number): Promise<string> {
    const headings = await page.locator(`#${id} table >> nth=0 >> thead th`).allTextContents();
    const cells = await page
      .locator(`#${id} tr[data-box] >> nth=${at} >> th, td`)
      .allTextContents();
    return cells.map((cell, i) => (i === 0 ? cell : `${headings[i]} ${cell}`)).join(', ');
  }

  test.each(['throughput', 'latency', 'percentiles', 'replicas'])(
    '%s shows the row of its table that the pointer is on',
    async (id) => {
      await surfaceOf(id).scrollIntoViewIfNeeded();
      for (const share of [0.3, 0.6, 0.97]) {
        const box = (await surfaceOf(id).boundingBox())!;
        await page.mouse.move(box.x + box.width * share, box.y + box.height * 0.6);
        const tip = tipOf(id);
        expect(await tip.isVisible()).toBe(true);
        const at = Number(await surfaceOf(id).getAttribute('aria-valuenow')) - 1;
        const lines = await tip.locator('div').allTextContents();
        expect(lines.join(', ')).toBe(await rowText(id, at));
        const place = (await tip.boundingBox())!;
        expect(place.x).toBeGreaterThanOrEqual(0);
        expect(place.x + place.width).toBeLessThanOrEqual(380);
      }
      await page.mouse.move(0, 0);
      expect(await tipOf(id).isVisible()).toBe(false);
    },
  );

  test('the pointer finds the window of its moment', async () => {
    await surfaceOf('throughput').scrollIntoViewIfNeeded();
    const plot = await page.locator('#throughput svg.narrow').getAttribute('data-plot');
    const [left = 0, , width = 0] = plot!.split(' ').map(Number);
    const box = (await surfaceOf('throughput').boundingBox())!;
    const scale = box.width / 380;
    // The run is 62 s long: half of it is 31 s.
    await page.mouse.move(box.x + (left + width / 2) * scale, box.y + box.height / 2);
    const said = await surfaceOf('throughput').getAttribute('aria-valuetext');
    const [, from, until] = /^([\d.]+) s to ([\d.]+) s/.exec(said!)!.map(Number);
    expect(from).toBeLessThanOrEqual(31.1);
    expect(until).toBeGreaterThanOrEqual(30.9);
    await page.mouse.move(0, 0);
  });

  test('arrow keys go through the rows, and Escape hides them', async () => {
    const surface = surfaceOf('latency');
    const valueNow = async (): Promise<number> =>
      Number(await surface.getAttribute('aria-valuenow'));
    const last = await page.locator('#latency tr[data-box]').count();
    await surface.focus();
    expect(await tipOf('latency').isVisible()).toBe(true);
    await page.keyboard.press('Home');
    expect(await valueNow()).toBe(1);
    await page.keyboard.press('ArrowLeft');
    expect(await valueNow()).toBe(1);
    await page.keyboard.press('ArrowRight');
    expect(await valueNow()).toBe(2);
    expect(await surface.getAttribute('aria-valuetext')).toBe(await rowText('latency', 1));
    await page.keyboard.press('PageDown');
    expect(await valueNow()).toBe(12);
    await page.keyboard.press('End');
    expect(await valueNow()).toBe(last);
    await page.keyboard.press('Escape');
    expect(await tipOf('latency').isVisible()).toBe(false);
  });

  test('up and down go from lane to lane', async () => {
    const surface = surfaceOf('replicas');
    await surface.focus();
    await page.keyboard.press('Home');
    const replica = async (): Promise<string> =>
      (await surface.getAttribute('aria-valuetext'))!.slice(0, 9);
    expect(await replica()).toBe('replica 0');
    await page.keyboard.press('ArrowDown');
    expect(await replica()).toBe('replica 1');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await replica()).toBe('replica 2');
    await page.keyboard.press('ArrowUp');
    expect(await replica()).toBe('replica 1');
  });

  test('the first Tab leads past the summary', async () => {
    await page.reload();
    await page.keyboard.press('Tab');
    const skip = page.locator('.skip');
    expect(await skip.evaluate((link) => link === document.activeElement)).toBe(true);
    await expect.poll(() => skip.evaluate((link) => link.getBoundingClientRect().top)).toBe(10);
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('details');
  });
});
