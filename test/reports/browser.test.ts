import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderHtml } from '../../reports/html.ts';
import { browse, findChromium } from './chromium.ts';
import { everyEnd } from './made-up-ends.ts';

const chromium = findChromium();
const widths = [380, 800, 1400] as const;
/** Where screenshots go that are to be kept; else they are deleted with the rest. */
const kept = process.env.VIVARIUM_SCREENSHOTS;
const folder = mkdtempSync(join(tmpdir(), 'vivarium-report-'));
const pictures = kept ?? folder;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Measures {
  readonly report: string;
  readonly width: number;
  /** How far the page reaches beyond its window, in pixels. */
  readonly overflow: number;
  readonly background: string;
  readonly charts: number;
  /** Labels that stand outside of their chart, or on top of another. */
  readonly outside: readonly string[];
  readonly overlapping: readonly string[];
}

/** Looks at the reports in frames of every width from outside: inside them no script runs. */
function wrapper(reports: readonly string[]): string {
  const frames = reports.flatMap((report) =>
    widths.map(
      (width) => `<iframe src="${report}" style="width:${width}px;height:900px"></iframe>`,
    ),
  );
  return `<!doctype html><body>${frames.join('')}<pre></pre><script>
    const meets = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
    addEventListener('load', () => {
      const all = [...document.querySelectorAll('iframe')].map((frame) => {
        const page = frame.contentDocument;
        const root = page.documentElement;
        const outside = [], overlapping = [];
        const charts = [...page.querySelectorAll('svg.chart')].filter(
          (chart) => chart.getBoundingClientRect().height > 0);
        for (const chart of charts) {
          const box = chart.getBoundingClientRect();
          const labels = [...chart.querySelectorAll('text')].map(
            (label) => ({ text: label.textContent, box: label.getBoundingClientRect() }));
          labels.forEach((label, i) => {
            const { left, right, top, bottom } = label.box;
            if (left < box.left - 1 || right > box.right + 1 || top < box.top - 2 ||
              bottom > box.bottom + 2) outside.push(label.text);
            for (const other of labels.slice(i + 1)) if (meets(label.box, other.box))
              overlapping.push(label.text + ' and ' + other.text);
          });
        }
        return { report: frame.getAttribute('src'), width: root.clientWidth,
          overflow: root.scrollWidth - root.clientWidth,
          background: frame.contentWindow.getComputedStyle(page.body).backgroundColor,
          charts: charts.length, outside, overlapping };
      });
      document.querySelector('pre').textContent = encodeURIComponent(JSON.stringify(all));
    });
  </script></body>`;
}

function measure(browser: string, args: readonly string[] = []): readonly Measures[] {
  const dom = browse(browser, [
    '--allow-file-access-from-files',
    '--dump-dom',
    ...args,
    `file://${join(folder, 'wrapper.html')}`,
  ]);
  return JSON.parse(decodeURIComponent(/<pre>([^<]+)<\/pre>/.exec(dom)?.[1] ?? '[]'));
}

describe.skipIf(chromium === null)('in a browser (skipped where no Chromium is found)', () => {
  const browser = chromium as string;
  const reports = new Map(
    Object.keys(everyEnd).map((title) => [title, `${title.replaceAll(' ', '-')}.html`]),
  );
  let light: readonly Measures[] = [];

  beforeAll(async () => {
    for (const [title, make] of Object.entries(everyEnd)) {
      const { plan, history, result } = make();
      const html = await renderHtml(plan, history, result);
      writeFileSync(join(folder, reports.get(title) as string), html);
    }
    writeFileSync(join(folder, 'wrapper.html'), wrapper([...reports.values()]));
    light = measure(browser);
  }, 120_000);

  test.each([...reports])('%s fits at every width', (_, file) => {
    const measured = light.filter(({ report }) => report === file);
    expect(measured.map(({ width }) => width)).toEqual([...widths]);
    for (const { overflow, charts, outside, overlapping } of measured) {
      expect(overflow).toBeLessThanOrEqual(0);
      expect(charts).toBeGreaterThanOrEqual(2);
      expect(outside).toEqual([]);
      expect(overlapping).toEqual([]);
    }
  });

  test('is dark where the reader likes it dark', () => {
    const dark = measure(browser, ['--blink-settings=preferredColorScheme=0']);
    expect(new Set(light.map(({ background }) => background))).toEqual(
      new Set(['rgb(253, 253, 251)']),
    );
    expect(new Set(dark.map(({ background }) => background))).toEqual(new Set(['rgb(20, 23, 27)']));
  });

  test.each(widths)('can be photographed %d pixels wide', (width) => {
    mkdirSync(pictures, { recursive: true });
    const picture = join(pictures, `report-${width}.png`);
    const report = reports.get('a run that passed') as string;
    browse(browser, [
      `--window-size=${width},4000`,
      `--screenshot=${picture}`,
      `file://${join(folder, report)}`,
    ]);
    expect(statSync(picture).size).toBeGreaterThan(20_000);
  });
});
