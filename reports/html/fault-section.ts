import { formatCount } from '../../harness/count-text.ts';
import { countFaultKinds } from '../reading/fault-kinds.ts';
import type { FaultFamily, FaultSpan } from '../reading/fault-spans.ts';
import { faultSentence } from '../wording/fault-sentence.ts';
import { escapeMarkup } from '../wording/plain-text.ts';
import { countOf, formatDuration, formatMoment } from '../wording/quantities.ts';
import type { Evidence } from './evidence.ts';
import { section } from './figure.ts';
import { type Cell, table } from './table.ts';

/** More faults than this are first counted by kind, and listed where the reader asks for them. */
const listedAtOnce = 12;

/** Every fault of the plan: what, to whom it came down, and when it struck. */
export function faultSection({ faults, word }: Evidence): string {
  if (faults.length === 0) {
    return section('faults', 'Faults', '', '<p class="mute">The plan has none.</p>');
  }
  const missed = faults.filter(({ struck }) => struck === null).length;
  const reading =
    `${countOf(faults.length, 'fault')} planned` +
    (missed > 0 ? `, of which ${formatCount(missed)} never struck` : '') +
    `. Times are ${word}; a target such as “the primary” is who it was at that moment.`;
  const list = faultList(faults, word);
  const all = `<details><summary>All ${countOf(faults.length, 'fault')}, one by one</summary>`;
  const content =
    faults.length <= listedAtOnce ? list : `${kindTable(faults)}${all}${list}</details>`;
  return section('faults', 'Faults', reading, content);
}

function kindTable(faults: readonly FaultSpan[]): string {
  return table({
    kind: 'stack',
    caption: 'Faults by kind',
    columns: [
      { heading: 'kind of fault', class: 'first', names: true },
      { heading: 'family' },
      { heading: 'planned', class: 'right' },
      { heading: 'struck', class: 'right' },
    ],
    rows: countFaultKinds(faults).map(({ kind, family, planned, struck }) => [
      kindCell(kind, family),
      family,
      formatCount(planned),
      formatCount(struck),
    ]),
  });
}

function faultList(faults: readonly FaultSpan[], word: string): string {
  const byTime = faults.toSorted((a, b) => beginning(a) - beginning(b));
  return table({
    kind: 'stack',
    caption: `Faults of the plan, by when they struck (${word} time)`,
    columns: [
      { heading: '#', class: 'first' },
      { heading: 'fault', class: 'first', names: true },
      { heading: 'at', class: 'right' },
      { heading: 'for', class: 'right' },
      { heading: 'struck' },
      { heading: 'as planned' },
    ],
    rows: byTime.map((span) => {
      const { position, fault, family, struck, target } = span;
      return [
        String(position),
        kindCell(fault.kind, family),
        struck === null ? `planned ${formatMoment(fault.from)}` : formatMoment(struck.from),
        lasting(span),
        target || 'never struck',
        faultSentence(fault),
      ];
    }),
  });
}

function kindCell(kind: string, family: FaultFamily): Cell {
  return { markup: `<i class="swatch ${family}"></i>${escapeMarkup(kind)}` };
}

function beginning({ struck, fault }: FaultSpan): number {
  return (struck ?? fault).from;
}

function lasting({ fault, struck }: FaultSpan): string {
  const { from, until } = struck ?? fault;
  return until > from ? formatDuration(until - from) : 'a moment';
}
