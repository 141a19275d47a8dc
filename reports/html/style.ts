// The page's one style sheet. Charts name their colours as variables, so they follow it too.

const light = `
  --paper: #fdfdfb; --card: #f5f5f1; --ink: #1b1f24; --mute: #5b6470; --line: #c6cbd1;
  --grid: #e4e6e8; --pass: #17713f; --pass-soft: #e8f4ec; --fail: #b3261e; --fail-soft: #fcecea;
  --unknown: #855700; --unknown-soft: #faf1dc; --network: #2c6bcb; --storage: #b86e00;
  --process: #b8336a; --clock: #0c8174; --creates: #5a64b5; --reads: #b3bae3;
  --p50: #6f8bc9; --p99: #3d2f9e; --max: #8a6d3b; --primary: #4a41b0; --primary-on: #ffffff;
  --backup: #dcdbf1; --backup-on: #2c2a5a; --change: #e8b43a; --change-on: #3b2a00;
  --recovering: #a8d5cd; --recovering-on: #0b3f38; --paused: #c3c8ce; --paused-on: #2a3038;
`;

const dark = `
  --paper: #14171b; --card: #1d2127; --ink: #e8eaed; --mute: #9da7b3; --line: #464f5a;
  --grid: #2b3139; --pass: #63cf93; --pass-soft: #15281d; --fail: #ff8478; --fail-soft: #341a18;
  --unknown: #ecbd55; --unknown-soft: #2f2613; --network: #6ea8f7; --storage: #f0a848;
  --process: #f382ab; --clock: #4fcaba; --creates: #8f99e6; --reads: #4a5388;
  --p50: #7790cf; --p99: #c3bbff; --max: #d9b77c; --primary: #9990f5; --primary-on: #14171b;
  --backup: #35345f; --backup-on: #dad8ff; --change: #d9a52e; --change-on: #1d1500;
  --recovering: #2f6d63; --recovering-on: #dff5f1; --paused: #565e68; --paused-on: #e8eaed;
`;

const page = `
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
main { max-width: 1060px; margin: 0 auto; padding: 28px 28px 72px; }
h1, h2, h3, p, dl, dd, figure, ul, table { margin: 0; }
h2 { font-size: 1.35rem; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }
h3 { font-size: 1.02rem; line-height: 1.4; font-weight: 650; }
section { margin-top: 64px; }
a { color: inherit; text-decoration-color: var(--line); text-underline-offset: 3px; }
a:hover { text-decoration-color: currentColor; }
a:focus-visible, summary:focus-visible, .scroll:focus-visible, pre:focus-visible {
  outline: 2px solid var(--p99); outline-offset: 3px; border-radius: 3px; }
.brand { display: flex; justify-content: space-between; gap: 16px; color: var(--mute);
  font-size: 0.9rem; margin-bottom: 16px; }
.brand b { color: var(--ink); letter-spacing: 0.02em; }
.mute, .reading { color: var(--mute); }
.reading { max-width: 74ch; margin-top: 4px; font-size: 0.94rem; }
code, pre, .mono { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas,
  "Liberation Mono", monospace; font-size: 0.92em; overflow-wrap: anywhere; }
.num { font-variant-numeric: tabular-nums; }
`;

const verdict = `
.verdict { margin: 0; border-radius: 14px; padding: 26px 30px 28px; border: 1px solid; }
.verdict.pass { background: var(--pass-soft); border-color: var(--pass); }
.verdict.fail { background: var(--fail-soft); border-color: var(--fail); }
.verdict.unknown { background: var(--unknown-soft); border-color: var(--unknown); }
.verdict h1 { font-size: 2.7rem; line-height: 1.05; font-weight: 750; letter-spacing: -0.02em; }
.verdict .lead { font-size: 1.18rem; line-height: 1.45; margin-top: 10px; max-width: 68ch;
  overflow-wrap: anywhere; }
.verdict .again { margin-top: 20px; }
.verdict .again p { font-size: 0.86rem; color: var(--mute); margin-bottom: 4px; }
.verdict pre { margin: 0; padding: 10px 14px; background: var(--paper); border-radius: 8px;
  border: 1px solid var(--line); white-space: pre-wrap; user-select: all; font-size: 0.94rem; }
.shown { margin-top: 18px; }
.shown ol { margin: 6px 0 0; padding: 0; list-style: none; font-size: 0.93rem; }
.shown li { display: grid; grid-template-columns: 13ch 1fr; gap: 12px; padding: 3px 0; }
.tone-pass { color: var(--pass); } .tone-fail { color: var(--fail); }
.tone-unknown { color: var(--unknown); }
.facts { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 20px 28px;
  margin-top: 26px; }
.facts dt { color: var(--mute); font-size: 0.84rem; }
.facts dd { overflow-wrap: anywhere; line-height: 1.4; }
.facts .small { color: var(--mute); font-size: 0.86rem; }
.facts .two { grid-column: span 2; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(120px, 1fr));
  gap: 18px 28px; border-top: 1px solid var(--grid); padding-top: 18px;
  margin-top: 24px; }
.tiles dt { color: var(--mute); font-size: 0.84rem; }
.tiles dd { font-size: 1.5rem; line-height: 1.25; font-weight: 600; letter-spacing: -0.01em;
  font-variant-numeric: tabular-nums; }
.tiles .small { display: block; font-size: 0.84rem; font-weight: 400; color: var(--mute);
  letter-spacing: 0; }
nav { display: flex; flex-wrap: wrap; gap: 4px 20px; margin-top: 30px; font-size: 0.92rem; }
`;

const charts = `
figure { margin-top: 20px; }
.chart { display: block; width: 100%; height: auto; overflow: visible; }
.chart text { font-family: Helvetica, Arial, "Liberation Sans", sans-serif; }
.chart .plot { pointer-events: none; }
.chart .hover rect { fill: transparent; }
.chart .hover rect:hover { fill: var(--ink); fill-opacity: 0.07; }
.narrow { display: none; }
.keys { display: flex; flex-wrap: wrap; gap: 4px 18px; padding: 0; margin: 12px 0 6px;
  list-style: none; font-size: 0.88rem; color: var(--mute); }
.keys li { display: flex; align-items: center; gap: 7px; }
.keys i { width: 14px; height: 12px; border-radius: 3px; flex: none; }
.keys i.thin { height: 3px; } .keys i.dot { width: 7px; height: 7px; border-radius: 50%; }
.k-creates { background: var(--creates); } .k-reads { background: var(--reads); }
.k-p50 { background: var(--p50); } .k-p99 { background: var(--p99); }
.k-max { background: var(--max); } .k-ink { background: var(--ink); }
.k-network { background: var(--network); } .k-storage { background: var(--storage); }
.k-process { background: var(--process); } .k-clock { background: var(--clock); }
.k-primary, .lane.primary { background: var(--primary); fill: var(--primary); }
.k-backup, .lane.backup { background: var(--backup); fill: var(--backup); }
.k-view-change, .lane.view-change { background: var(--change); fill: var(--change); }
.k-recovering, .lane.recovering { background: var(--recovering); fill: var(--recovering); }
.k-recovering-head, .lane.recovering-head { background: var(--clock); fill: var(--clock); }
.k-paused, .lane.paused { background: var(--paused); fill: var(--paused); }
.lane.down { fill: var(--paper); stroke: var(--mute); stroke-dasharray: 3 3; }
.k-down { border: 1px dashed var(--mute); }
.k-crash { position: relative; }
.k-crash::after { content: "✕"; color: var(--fail); font-style: normal; font-weight: 700;
  position: absolute; top: -6px; left: 1px; }
.on.primary { fill: var(--primary-on); } .on.backup { fill: var(--backup-on); }
.on.view-change { fill: var(--change-on); } .on.paused { fill: var(--paused-on); }
.on.recovering, .on.recovering-head { fill: var(--recovering-on); }
`;

const tables = `
table { border-collapse: collapse; width: 100%; font-size: 0.92rem; }
th { text-align: left; font-weight: 500; color: var(--mute); font-size: 0.84rem; }
th, td { padding: 8px 18px 8px 0; vertical-align: baseline; border-bottom: 1px solid var(--grid); }
th:last-child, td:last-child { padding-right: 0; }
td { overflow-wrap: anywhere; }
.right { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.nowrap, .first { white-space: nowrap; }
.scroll { overflow-x: auto; margin-top: 10px; }
.fit { overflow-x: auto; }
.scroll table { width: auto; min-width: min(100%, 480px); font-size: 0.86rem; }
.scroll th, .scroll td { padding: 4px 22px 4px 0; white-space: nowrap; }
details { margin-top: 12px; font-size: 0.92rem; }
summary { cursor: pointer; color: var(--mute); width: fit-content; }
summary:hover { color: var(--ink); }
.stack { margin-top: 18px; }
.truth { font-weight: 650; }
.swatch { display: inline-block; width: 10px; height: 10px; border-radius: 3px;
  margin-right: 8px; }
.left-out { margin-top: 10px; color: var(--mute); font-size: 0.9rem; }
.never { margin-top: 24px; padding: 16px 20px; background: var(--card); border-radius: 10px; }
.never ul { padding: 0; margin: 8px 0 0; list-style: none; display: flex; flex-wrap: wrap;
  gap: 4px 18px; font-size: 0.92rem; overflow-wrap: anywhere; }
.pairs { columns: 3 250px; column-gap: 40px; margin-top: 20px; }
.pairs > div { margin-bottom: 28px; }
.pairs h3 { break-after: avoid; } .pairs .whole { break-inside: avoid; }
.pairs dl { margin-top: 8px; font-size: 0.92rem; }
.pairs dl div { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 16px;
  break-inside: avoid;
  padding: 4px 0; border-bottom: 1px solid var(--grid); }
.pairs dt { color: var(--mute); overflow-wrap: anywhere; }
.pairs dd { margin-left: auto; text-align: right; overflow-wrap: anywhere;
  font-variant-numeric: tabular-nums; }
`;

const narrow = `
@media (max-width: 680px) {
  main { padding: 18px 16px 48px; }
  section { margin-top: 48px; }
  .verdict { padding: 20px 18px; } .verdict h1 { font-size: 2.2rem; }
  .verdict .lead { font-size: 1.06rem; }
  .facts { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 16px 20px; }
  .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .shown li { grid-template-columns: 1fr; gap: 0; padding: 5px 0; }
  .wide { display: none; } .narrow { display: block; max-width: 34rem; }
  .stack, .stack tbody, .stack tr, .stack td { display: block; width: auto; }
  .stack thead { position: absolute; width: 1px; height: 1px; overflow: hidden;
    clip-path: inset(50%); }
  .stack tr { padding: 10px 0; border-bottom: 1px solid var(--grid); }
  .stack td { border: 0; padding: 1px 0; text-align: left; white-space: normal; }
  .stack td.right { display: inline-block; margin-right: 14px; }
  .stack td.right::before { content: attr(data-label) " "; color: var(--mute); }
  .stack td:empty { display: none; }
  .stack td.first { display: inline-block; margin-right: 10px; }
}
`;

const print = `
@media print {
  :root { color-scheme: light; ${light} }
  body { font-size: 11pt; background: none; print-color-adjust: exact;
    -webkit-print-color-adjust: exact; }
  main { max-width: none; padding: 0; }
  section { margin-top: 32px; }
  figure, .verdict, tr, .never { break-inside: avoid; }
  h2, .reading { break-after: avoid; }
  nav, details { display: none; }
  svg.wide { display: block; } svg.narrow { display: none; }
}
`;

export const style = [
  `:root { color-scheme: light dark; ${light} }`,
  `@media (prefers-color-scheme: dark) { :root { ${dark} } }`,
  page,
  verdict,
  charts,
  tables,
  narrow,
  print,
].join('\n');
