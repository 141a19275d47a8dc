/** What can be measured of a page in a browser. */
export interface Audit {
  /** How far the page reaches beyond its window, in pixels. */
  readonly overflow: number;
  readonly background: string;
  /** The drawings that are to be seen. */
  readonly charts: number;
  /** Labels that stand outside of their chart, or on top of another. */
  readonly outside: readonly string[];
  readonly overlapping: readonly string[];
  /** Texts that are wider than what holds them. */
  readonly clipped: readonly string[];
}

/** Measures the page that it runs in: serialised by the test, so it uses nothing from outside. */
// oxlint-disable-next-line max-lines-per-function -- one function is what a page can be sent
export function audit(): Audit {
  const root = document.documentElement;
  const outside: string[] = [];
  const overlapping: string[] = [];
  // oxlint-disable-next-line unicorn/consistent-function-scoping -- nothing else gets to the page
  const meets = (a: DOMRect, b: DOMRect): boolean =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
  const charts = [...document.querySelectorAll('svg.chart')].filter(
    (chart) => chart.getBoundingClientRect().height > 0,
  );
  for (const chart of charts) {
    const box = chart.getBoundingClientRect();
    const labels = [...chart.querySelectorAll('text')].map((label) => ({
      text: label.textContent ?? '',
      box: label.getBoundingClientRect(),
    }));
    labels.forEach((label, i) => {
      const { left, right, top, bottom } = label.box;
      const within = left >= box.left - 1 && right <= box.right + 1;
      if (!within || top < box.top - 2 || bottom > box.bottom + 2) outside.push(label.text);
      for (const other of labels.slice(i + 1)) {
        if (meets(label.box, other.box)) overlapping.push(`${label.text} and ${other.text}`);
      }
    });
  }
  const texts = [...document.querySelectorAll('h1, h2, h3, p, dt, dd, li, td, th, pre, summary')];
  const clipped = texts
    .filter((text) => text.checkVisibility() && text.scrollWidth > text.clientWidth + 1)
    .filter((text) => text.closest('.scroll, .unseen') === null && text.clientWidth > 1)
    .map((text) => text.textContent ?? '');
  return {
    overflow: root.scrollWidth - root.clientWidth,
    background: getComputedStyle(document.body).backgroundColor,
    charts: charts.length,
    outside,
    overlapping,
    clipped,
  };
}
