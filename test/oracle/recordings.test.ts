import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { replayRecording } from './replay-recording.ts';

const folder = new URL('../recordings/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl.gz'));

function read(file: string): string {
  return gunzipSync(readFileSync(new URL(file, folder))).toString();
}

describe('the oracle answers what a real server answered', () => {
  let scenarios = 0;
  let requests = 0;

  test.each(files)('%s', (file) => {
    const counts = replayRecording(read(file));
    expect(counts.differences).toEqual([]);
    scenarios += counts.scenarios;
    requests += counts.requests;
  });

  test('in all 136 scenarios', () => {
    expect([scenarios, requests]).toEqual([136, 9020]);
  });
});
