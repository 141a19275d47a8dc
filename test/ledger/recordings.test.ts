import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type RecordingReport, replayRecording } from '../../harness/ledger/recording.ts';

const folder = new URL('../recordings/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl.gz'));

const reports = new Map<string, RecordingReport>();

function replay(file: string): RecordingReport {
  const report = reports.get(file) ?? replayRecording(read(file));
  reports.set(file, report);
  return report;
}

function read(file: string): string {
  return gunzipSync(readFileSync(new URL(file, folder))).toString();
}

describe('what a real server answered', () => {
  test.each(files)('%s has no difference', (file) => {
    const report = replay(file);
    expect(report.differences).toEqual([]);
    expect(report.events).toBeGreaterThan(report.requests);
  });

  test('all 136 scenarios are here', () => {
    const all = files.map(replay);
    expect(all.reduce((sum, report) => sum + report.scenarios, 0)).toBe(136);
    expect(all.reduce((sum, report) => sum + report.requests, 0)).toBe(9020);
  });
});

describe('a difference', () => {
  const lines = read('directed.jsonl.gz').trim().split('\n');

  test('is told with its seed, line, event, field and both values', () => {
    const changed = lines.map((line) =>
      line.replace('"debits_posted":"40"', '"debits_posted":"41"'),
    );
    expect(replayRecording(changed.join('\n')).differences).toEqual([
      {
        seed: 'imported-directed',
        line: 10,
        event: 0,
        field: 'debits_posted',
        expected: '41',
        got: '40',
      },
    ]);
  });

  test('in the number of results is one, too', () => {
    const changed = lines.map((line) => {
      const json = JSON.parse(line) as { op?: string; results: unknown[] };
      if (json.op === 'lookup_transfers') json.results.pop();
      return JSON.stringify(json);
    });
    const { differences } = replayRecording(changed.join('\n'));
    expect(differences).toMatchObject([
      { line: 11, event: 4, field: 'results', expected: '4', got: '5' },
    ]);
  });
});
