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
    'time that runs backwards',
    [
      header,
      '{"op":"create_accounts","events":[{"id":"1"}],"results":[[13,"1000"]]}',
      '{"op":"create_accounts","events":[{"id":"2"}],"results":[[13,"999"]]}',
    ],
    3,
    /timestamp of result 0/,
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
