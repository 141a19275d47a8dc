import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecordingError, replayRecording } from '../../harness/ledger/recording.ts';
import { OperatingError } from '../../harness/operating-error.ts';

const header = '{"recording":1,"system":"tigerbeetle","release":"0.17.9","replicas":1,"seed":7}';

function failure(...lines: string[]): RecordingError {
  try {
    replayRecording(lines.join('\n'));
  } catch (error) {
    expect(error).toBeInstanceOf(OperatingError);
    return error as RecordingError;
  }
  throw new Error('the damage was not noticed');
}

test.each([
  ['nothing', [''], 1, /empty/],
  ['no JSON', [header, '{"op":"expire"'], 2, /not JSON/],
  ['no object', [header, '[1]'], 2, /object/],
  ['null', [header, 'null'], 2, /object/],
  ['no header', ['{"op":"expire"}'], 1, /"recording":1 must come before/],
  ['another version', ['{"recording":2,"seed":1}'], 1, /version 1/],
  ['no seed', ['{"recording":1}'], 1, /"seed"/],
  ['a header field too many', ['{"recording":1,"seed":1,"sede":1}'], 1, /"sede"/],
  ['neither', [header, '{}'], 2, /"recording" or "op"/],
  ['an unknown operation', [header, '{"op":"delete","events":[],"results":[]}'], 2, /"delete"/],
  ['a prototype field', [header, '{"op":"toString","events":[],"results":[]}'], 2, /"toString"/],
  ['a pulse', [header, '{"op":"pulse","events":[],"results":[]}'], 2, /"pulse"/],
  ['no events', [header, '{"op":"lookup_accounts","results":[]}'], 2, /"events"/],
  ['no results', [header, '', '{"op":"lookup_accounts","events":[]}'], 3, /"results"/],
  ['two filters', [header, '{"op":"query_accounts","events":[{},{}],"results":[]}'], 2, /2/],
  ['a number as id', [header, '{"op":"lookup_accounts","events":[1],"results":[]}'], 2, /"id"/],
  [
    'a negative id',
    [header, '{"op":"lookup_accounts","events":["-1"],"results":[]}'],
    2,
    /string of digits/,
  ],
  [
    'an id of 129 bits',
    [
      header,
      '{"op":"lookup_accounts","events":["340282366920938463463374607431768211456"],"results":[]}',
    ],
    2,
    /out of range/,
  ],
  [
    'a code of 17 bits',
    [header, '{"op":"create_accounts","events":[{"id":"1","code":65536}],"results":[]}'],
    2,
    /"code" of event 0 is out of range/,
  ],
  [
    'a fraction',
    [header, '{"op":"create_accounts","events":[{"id":"1","ledger":1.5}],"results":[]}'],
    2,
    /"ledger" of event 0 must be an integer/,
  ],
  [
    'an unknown field',
    [header, '{"op":"create_accounts","events":[{"idd":"1"}],"results":[]}'],
    2,
    /"idd"/,
  ],
  [
    'a field too many in a line',
    [header, '{"op":"create_accounts","events":[],"results":[],"result":[]}'],
    2,
    /"result"/,
  ],
  [
    'an odd result',
    [header, '{"op":"create_accounts","events":[{}],"results":[[1]]}'],
    2,
    /\[status, timestamp\]/,
  ],
  [
    'more than a message holds',
    [header, `{"op":"create_accounts","events":[${Array(8190).fill('{}').join()}],"results":[]}`],
    2,
    /larger than a message/,
  ],
])('%s is refused with the line and one sentence', (_, lines, line, sentence) => {
  const error = failure(...lines);
  expect(error).toBeInstanceOf(RecordingError);
  expect(error.line).toBe(line);
  expect(error.exit).toBe(64);
  expect(error.message).toMatch(sentence);
  expect(error.message).toMatch(new RegExp(`^Line ${line}: .*\\.$`));
});

test('line ends of Windows and empty lines do no harm', () => {
  const report = replayRecording(`${header}\r\n\r\n{"op":"expire"}\r\n`);
  expect(report).toMatchObject({ scenarios: 1, requests: 0, differences: [] });
});

function createLine(...timestamps: string[]): string {
  const events = timestamps.map((_, index) => ({ id: `${index + 1}` }));
  const results = timestamps.map((timestamp) => [13, timestamp]);
  return JSON.stringify({ op: 'create_accounts', events, results });
}

test('a timestamp that the others contradict is a difference, not damage', () => {
  const right = [header, createLine('1000', '1001', '1002')];
  expect(replayRecording(right.join('\n')).differences).toEqual([]);
  const wrong = [header, createLine('7', '1001', '1002')];
  expect(replayRecording(wrong.join('\n')).differences).toEqual([
    { seed: 7, line: 2, event: 0, field: 'timestamp', expected: '7', got: '1000' },
  ]);
});

test.each(['999', '9223372036854775807', '18446744073709551615'])(
  'a time that cannot be (%s) is a difference, too',
  (timestamp) => {
    const lines = [header, createLine('1000'), createLine(timestamp), createLine('2000')];
    expect(replayRecording(lines.join('\n')).differences).toMatchObject([
      { line: 3, event: 0, field: 'timestamp', expected: timestamp },
    ]);
  },
);

test('whatever a character is changed to, it is read, or refused with a sentence', () => {
  const file = new URL('../recordings/directed.jsonl.gz', import.meta.url);
  const text = gunzipSync(readFileSync(file)).toString();
  fc.assert(
    fc.property(
      fc.nat({ max: text.length - 1 }),
      fc.constantFrom(...'0192"[]{},:-.eE \n\\xn'.split(''), ''),
      (at, character) => {
        try {
          replayRecording(text.slice(0, at) + character + text.slice(at + 1));
        } catch (error) {
          expect(error).toBeInstanceOf(RecordingError);
        }
      },
    ),
    { numRuns: 500 },
  );
});
