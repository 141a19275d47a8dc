import type { FaultSpan } from '../reading/fault-spans.ts';
import { faultSentence } from '../wording/fault-sentence.ts';
import { escapeMarkup } from '../wording/plain-text.ts';
import { countOf, formatDuration, formatMoment } from '../wording/quantities.ts';
import type { Evidence } from './evidence.ts';
import { section } from './figure.ts';
import { table } from './table.ts';

/** Every fault of the plan: what, to whom it came down, and when it struck. */
export function faultSection({ faults, word }: Evidence): string {
  if (faults.length === 0) {
    return section('faults', 'Faults', '', '<p class="mute">The plan has none.</p>');
  }
  const byTime = faults.toSorted((a, b) => beginning(a) - beginning(b));
  const rows = byTime.map((span) => {
    const { position, fault, family, struck, target } = span;
    return [
      String(position),
      {
        markup: `<i class="swatch k-${family}"></i><b>${escapeMarkup(fault.kind)}</b>`,
      },
      struck === null ? `planned ${formatMoment(fault.from)}` : formatMoment(struck.from),
      lasting(span),
      target || 'never struck',
      faultSentence(fault),
    ];
  });
  const missed = faults.filter(({ struck }) => struck === null).length;
  const reading =
    `${countOf(faults.length, 'fault')} in the plan` +
    (missed > 0 ? `, of which ${missed} never struck` : '') +
    `. Times are ${word}; a target such as “the primary” is who it was at that moment.`;
  const content = table(
    'stack',
    'Faults',
    [
      { heading: '#', class: 'first' },
      { heading: 'fault', class: 'first' },
      { heading: 'at', class: 'right' },
      { heading: 'for', class: 'right' },
      { heading: 'struck' },
      { heading: 'as planned' },
    ],
    rows,
  );
  return section('faults', 'Faults', reading, content);
}

function beginning({ struck, fault }: FaultSpan): number {
  return (struck ?? fault).from;
}

function lasting({ fault, struck }: FaultSpan): string {
  const { from, until } = struck ?? fault;
  return until > from ? formatDuration(until - from) : 'a moment';
}
