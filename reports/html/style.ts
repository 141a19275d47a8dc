import { dark, declared, light, printed } from './palette.ts';
import { patternStyle } from './patterns.ts';

// The page's one style sheet. Charts name their colours as variables, so they follow it too.

const page = `
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
.page { position: relative; max-width: 1060px; margin: 0 auto; padding: 28px 28px 72px; }
h1, h2, h3, p, dl, dd, figure, ul, ol, table { margin: 0; }
h2 { font-size: 1.35rem; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }
h3 { font-size: 1.02rem; line-height: 1.4; font-weight: 650; }
section { margin-top: 64px; }
a { color: inherit; text-decoration-color: var(--line); text-underline-offset: 3px; }
a:hover { text-decoration-color: currentColor; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 3px; border-radius: 3px; }
#details:focus { outline: none; }
.skip { position: absolute; left: 12px; top: -60px; padding: 8px 14px; background: var(--paper);
  border: 1px solid var(--edge); border-radius: 8px; }
.skip:focus { top: 10px; z-index: 2; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
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
.verdict.neutral { background: var(--card); border-color: var(--edge); }
.verdict h1 { font-size: 2.7rem; line-height: 1.05; font-weight: 750; letter-spacing: -0.02em; }
.verdict .lead { font-size: 1.18rem; line-height: 1.45; margin-top: 10px; max-width: 68ch;
  overflow-wrap: anywhere; }
.verdict .again { margin-top: 20px; }
.verdict .again p { font-size: 0.86rem; color: var(--mute); margin-bottom: 4px; }
.verdict pre { margin: 0; padding: 10px 14px; background: var(--paper); border-radius: 8px;
  border: 1px solid var(--line); white-space: pre-wrap; user-select: all; font-size: 0.94rem; }
.shown { margin-top: 18px; } .shown h2 { font-size: 1.02rem; }
.shown ol { margin: 6px 0 0; padding: 0; list-style: none; font-size: 0.93rem; }
.shown li { display: grid; grid-template-columns: 13ch 1fr; gap: 12px; padding: 3px 0; }
.tone-pass { color: var(--pass); } .tone-fail { color: var(--fail); }
.tone-unknown { color: var(--unknown); }
.facts { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 20px 28px;
  margin-top: 26px; }
.facts dt { color: var(--mute); font-size: 0.84rem; }
.facts dd { overflow-wrap: anywhere; line-height: 1.4; }
.facts .small { color: var(--mute); font-size: 0.86rem; }
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
figure { margin-top: 4px; }
.drawing { position: relative; }
.chart { display: block; width: 100%; height: auto; overflow: visible; }
.chart text { font-family: Helvetica, Arial, "Liberation Sans", sans-serif; fill: var(--mute); }
.chart .end { text-anchor: end; } .chart .middle { text-anchor: middle; }
.chart .ink, .chart .strong { fill: var(--ink); } .chart .strong { font-weight: 700; }
.rule { stroke: var(--grid); } .axis { stroke: var(--line); }
.phase { stroke: var(--mute); stroke-dasharray: 1 3; }
.narrow { display: none; }
.keys { display: flex; flex-wrap: wrap; gap: 4px 18px; padding: 0; margin: 14px 0 8px;
  list-style: none; font-size: 0.88rem; color: var(--mute); }
.keys li { overflow-wrap: anywhere; display: flex; align-items: center; gap: 7px; }
.key { flex: none; }
.area { stroke: var(--edge); stroke-width: 0.75; }
.creates { fill: var(--creates); } .area.reads, .other { stroke: var(--creates);
  stroke-width: 0.75; } .other { fill: var(--reads); }
.line { fill: none; stroke-width: 1.8; stroke-linejoin: round; }
.dots { fill: none; stroke-width: 4; stroke-linecap: round; }
.p50 { stroke: var(--p50); stroke-dasharray: 5 3; } .dots.p50 { stroke-dasharray: none; }
.p99 { stroke: var(--p99); } .max { stroke: var(--max); }
.line.committed { stroke: var(--ink); stroke-width: 1.2; }
.network { fill: var(--network); background: var(--network); }
.storage { fill: var(--storage); background: var(--storage); }
.process { fill: var(--process); background: var(--process); }
.clock { fill: var(--clock); background: var(--clock); }
.chart .name.network { fill: var(--network); } .chart .name.storage { fill: var(--storage); }
.chart .name.process { fill: var(--process); } .chart .name.clock { fill: var(--clock); }
.band { opacity: 0.1; } .strip { opacity: 0.9; }
.area.primary { fill: var(--primary); } .area.backup { fill: var(--backup); }
.area.down { fill: var(--paper); stroke: var(--mute); stroke-dasharray: 3 3; }
.crash { fill: none; stroke: var(--fail); stroke-width: 2.4; stroke-linecap: round; }
.halo { fill: none; stroke: var(--paper); stroke-width: 5; stroke-linecap: round; }
.chart .on { paint-order: stroke; stroke-width: 3px; stroke-linejoin: round; }
.chart .on.primary { fill: var(--primary-on); stroke: var(--primary); }
.chart .on.backup { fill: var(--backup-on); stroke: var(--backup); }
.chart .on.view-change { fill: var(--change-on); stroke: var(--change); }
.chart .on.paused { fill: var(--paused-on); stroke: var(--paused); }
.chart .on.recovering, .chart .on.recovering-head { fill: var(--recovering-on);
  stroke: var(--recovering); }
.surface { position: absolute; inset: 0; touch-action: pan-y; cursor: crosshair; }
.mark, .tip { position: absolute; display: none; pointer-events: none; }
.mark { background: var(--ink); opacity: 0.13; outline: 1px solid var(--ink); }
.tip { max-width: min(100%, 320px); padding: 8px 12px; border-radius: 8px; font-size: 0.86rem;
  line-height: 1.45; background: var(--paper); border: 1px solid var(--edge); color: var(--mute);
  overflow-wrap: anywhere; }
.tip b, .tip span { color: var(--ink); font-variant-numeric: tabular-nums; }
`;

const story = `
.story { margin: 14px 0 0; padding-left: 2.2em; max-width: 78ch; }
.story li { padding: 3px 0 3px 4px; overflow-wrap: anywhere; }
.story li::marker { color: var(--mute); font-variant-numeric: tabular-nums; }
.story .follows { font-weight: 600; }
.t-accounts { display: grid; grid-template-columns: repeat(auto-fit, minmax(320px, 1fr));
  gap: 28px 36px; margin-top: 28px; }
.t-account { padding: 16px 18px 18px; background: var(--card); border-radius: 10px; }
.t-account > .tone-fail { margin-top: 10px; font-size: 0.92rem; }
.t-account .mono, .life .mono { overflow-wrap: anywhere; }
.small { font-size: 0.86rem; } .t .small { color: var(--mute); }
.t { margin-top: 8px; } .t th, .t td { padding: 3px 10px 3px 0; border: 0; width: 50%; }
.t th:last-child, .t td:last-child { padding-left: 10px; border-left: 1px solid var(--edge); }
.t thead th { border-bottom: 1px solid var(--edge); }
.t tfoot tr:first-child td { border-top: 1px solid var(--edge); }
.life + .life { margin-top: 34px; } .life:first-of-type { margin-top: 18px; }
.life .right { white-space: normal; overflow-wrap: anywhere; }
.life > p { overflow-wrap: anywhere; max-width: 78ch; }
.message { stroke-width: 1.3; } .message.client, .head.client { stroke: var(--ink); }
.message.log, .head.log { stroke: var(--p99); }
.message.viewing, .head.viewing { stroke: var(--max); }
.message.viewing { stroke-dasharray: 5 3; } .message.lost { stroke-dasharray: 1 3; }
.head { stroke-width: 0.5; stroke-linejoin: round; } .head.client { fill: var(--ink); }
.head.log { fill: var(--p99); } .head.viewing { fill: var(--max); }
.deed { fill: var(--ink); stroke: var(--paper); stroke-width: 1; }
.shows { fill: var(--paper); stroke: var(--fail); stroke-width: 2.6; }
`;

const tables = `
table { border-collapse: collapse; width: 100%; font-size: 0.92rem; }
thead th, caption { text-align: left; font-weight: 500; color: var(--mute);
  font-size: 0.84rem; }
tbody th { text-align: left; font-weight: 600; }
caption { padding: 6px 0; }
.scroll tbody th { font-weight: 400; }
th, td { padding: 8px 18px 8px 0; vertical-align: baseline; border-bottom: 1px solid var(--grid); }
th:last-child, td:last-child { padding-right: 0; }
td, tbody th { overflow-wrap: anywhere; }
.right { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.nowrap, .first { white-space: nowrap; }
.long { white-space: normal; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; margin-top: 10px; }
.fit { overflow-x: auto; }
.scroll table { width: auto; min-width: min(100%, 480px); font-size: 0.86rem; }
.scroll th, .scroll td { padding: 4px 22px 4px 0; white-space: nowrap; }
details { margin-top: 14px; font-size: 0.92rem; }
summary { cursor: pointer; color: var(--mute); width: fit-content; }
summary:hover { color: var(--ink); }
.stack, .plain { margin-top: 18px; }
.plain { table-layout: fixed; } .plain th, .plain td { overflow-wrap: anywhere; }
.plain .right { white-space: normal; }
.sides { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 28px;
  margin-top: 26px; }
.side { padding: 18px 20px; background: var(--card); border-radius: 10px; }
.side h2 { overflow-wrap: anywhere; } .side p { margin-top: 8px; overflow-wrap: anywhere; }
.side dl { margin-top: 10px; font-size: 0.92rem; }
.side dl div { display: grid; grid-template-columns: 7.5em minmax(0, 1fr); gap: 10px;
  padding: 4px 0; border-bottom: 1px solid var(--grid); }
.side dt { color: var(--mute); } .side dd { overflow-wrap: anywhere; }
.side pre { margin: 4px 0 0; padding: 8px 12px; background: var(--paper); border-radius: 8px;
  border: 1px solid var(--line); white-space: pre-wrap; user-select: all; }
.truth { font-weight: 650; }
.swatch { display: inline-block; width: 10px; height: 10px; border-radius: 3px;
  margin-right: 8px; }
.left-out { margin-top: 10px; color: var(--mute); font-size: 0.9rem; }
.never { margin-top: 18px; padding: 16px 20px; background: var(--card); border-radius: 10px; }
.never > div + div { margin-top: 18px; }
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
  .page { padding: 18px 16px 48px; }
  section { margin-top: 48px; }
  .verdict { padding: 20px 18px; } .verdict h1 { font-size: 2.2rem; }
  .verdict .lead { font-size: 1.06rem; }
  .facts { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 16px 20px; }
  .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .sides, .t-accounts { grid-template-columns: minmax(0, 1fr); }
  .shown li { grid-template-columns: 1fr; gap: 0; padding: 5px 0; }
  .wide { display: none; } .narrow { display: block; max-width: 34rem; }
  .stack, .stack tbody, .stack tr, .stack td, .stack tbody th { display: block; width: auto; }
  .stack thead { position: absolute; width: 1px; height: 1px; overflow: hidden;
    clip-path: inset(50%); }
  .stack tr { padding: 10px 0; border-bottom: 1px solid var(--grid); }
  .stack td, .stack tbody th { border: 0; padding: 1px 0; text-align: left; white-space: normal; }
  .stack td.right { display: inline-block; margin-right: 14px; }
  .stack td.right::before { content: attr(data-label) " "; color: var(--mute); }
  .stack td:empty { display: none; }
  .stack .first { display: inline-block; margin-right: 10px; }
}
`;

const print = `
@page { margin: 16mm 14mm; }
@media print {
  :root { color-scheme: light; ${declared(printed)} }
  body { font-size: 10.5pt; background: none; print-color-adjust: exact;
    -webkit-print-color-adjust: exact; }
  .page { max-width: none; padding: 0; }
  section { margin-top: 28px; }
  figure, .drawing, .verdict, .side, .t-account, tr, .never > div { break-inside: avoid; }
  h2, h3, .reading, .keys, thead { break-after: avoid; }
  .skip, nav, figure details, .surface, .mark, .tip { display: none; }
  details::details-content { content-visibility: visible; }
  summary { display: none; }
  .scroll, .fit { overflow: visible; }
  svg.wide { display: block; } svg.narrow { display: none; }
}
`;

export const style = [
  `:root { color-scheme: light dark; ${declared(light)} }`,
  `@media (prefers-color-scheme: dark) { :root { ${declared(dark)} } }`,
  page,
  verdict,
  charts,
  patternStyle,
  story,
  tables,
  narrow,
  print,
].join('\n');
