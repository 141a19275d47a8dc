import { describe, expect, test } from 'vitest';
import { eventFields } from '../../harness/history/event-fields.ts';
import { fingerprint } from '../../harness/history/fingerprint.ts';
import type { HistoryEvent } from '../../harness/history.ts';
import { everyKind } from './every-kind.ts';

const bytes = Uint8Array.from({ length: 16 }, (_, i) => i);
const golden = fingerprint({ events: everyKind, bytes });

/** The event with one field changed to another value of its kind. */
function changed(event: HistoryEvent, name: string): HistoryEvent {
  const value = (event as unknown as Record<string, unknown>)[name];
  const other =
    typeof value === 'number'
      ? value - 1
      : typeof value === 'bigint'
        ? value ^ 1n
        : typeof value === 'boolean'
          ? !value
          : `${String(value)}x`;
  return { ...event, [name]: other } as unknown as HistoryEvent;
}

describe('the fingerprint', () => {
  test('is what it always was', () => {
    expect(golden).toBe('93062e01bef6787009050de7ab5ad9a8');
    expect(fingerprint({ events: [], bytes: new Uint8Array() })).toBe(
      '087545991d8771ea723fef90d9f515cd',
    );
  });

  test('changes with every field but the checksums of replies', () => {
    for (const [position, event] of everyKind.entries()) {
      for (const name of ['time', ...eventFields.get(event.kind)!.map((field) => field.name)]) {
        const events = everyKind.with(position, changed(event, name));
        const same = fingerprint({ events, bytes }) === golden;
        expect(same, `${event.kind}.${name}`).toBe(event.kind === 'commit' && name === 'reply');
      }
    }
  });

  test('changes with the order of events and with each byte of replies', () => {
    const swapped = everyKind.with(0, everyKind[1]!).with(1, everyKind[0]!);
    expect(fingerprint({ events: swapped, bytes })).not.toBe(golden);
    for (let i = 0; i < bytes.length; i++) {
      expect(fingerprint({ events: everyKind, bytes: bytes.with(i, 99) })).not.toBe(golden);
    }
  });

  test('takes in all of a history that is longer than a chunk', () => {
    const long = Uint8Array.from({ length: 200_000 }, (_, i) => i);
    const seen = new Set<string>();
    for (const at of [0, 65_535, 65_536, 131_072, 199_999]) {
      seen.add(fingerprint({ events: everyKind, bytes: long.with(at, 255 ^ long[at]!) }));
    }
    seen.add(fingerprint({ events: everyKind, bytes: long }));
    expect(seen.size).toBe(6);
  });
});
