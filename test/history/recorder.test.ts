import { describe, expect, test } from 'vitest';
import { HistoryRecorder } from '../../harness/history/recorder.ts';

describe('the recorder', () => {
  test('keeps bytes where it said, however they come', () => {
    const recorder = new HistoryRecorder();
    const parts: Uint8Array[] = [];
    let size = 0;
    for (let i = 0; i < 300; i++) {
      const part = new Uint8Array((i * 7919) % 4099).fill(i);
      expect(recorder.appendBytes(part)).toBe(size);
      size += part.length;
      parts.push(part.slice());
      part.fill(255);
      if (i % 50 === 0) expect(recorder.history().bytes.length).toBe(size);
    }
    const { bytes } = recorder.history();
    expect(Buffer.compare(bytes.subarray(0, bytes.length), Buffer.concat(parts))).toBe(0);
  });

  test('numbers events from 0', () => {
    const recorder = new HistoryRecorder();
    expect(recorder.append({ time: 0, kind: 'start', replica: 0 })).toBe(0);
    expect(recorder.append({ time: 0, kind: 'start', replica: 1 })).toBe(1);
    expect(recorder.history().events).toHaveLength(2);
    expect(recorder.history().bytes).toHaveLength(0);
  });

  test('takes a million events', () => {
    const recorder = new HistoryRecorder();
    for (let i = 0; i < 1_000_000; i++) recorder.append({ time: i, kind: 'start', replica: i % 6 });
    expect(recorder.history().events).toHaveLength(1_000_000);
  });
});
