import { describe, expect, test } from 'vitest';
import { commands, reply, request } from '../../cluster/wire/header.ts';
import type { Message } from '../../cluster/wire/message.ts';
import {
  decodeReplyBatches,
  decodeRequest,
  eventLayout,
  isRequestName,
  type RequestName,
} from '../../harness/ledger/bodies.ts';
import { decodeTrailer } from '../../harness/ledger/multi-batch.ts';
import { operationName } from '../../harness/ledger/operations.ts';
import { capturedSession } from '../wire/captured-session.ts';
import type { Fields } from './commands.ts';
import { type Events, Oracle } from './oracle.ts';
import { type Answer, differing } from './play.ts';

/** A request on the wire, and the reply to it. */
interface Exchange {
  readonly name: RequestName;
  readonly asked: Message;
  readonly replied: Message;
}

function exchanges(): Exchange[] {
  const waiting = new Map<bigint, Message>();
  return capturedSession.flatMap(({ message }): Exchange[] => {
    if (message.command === commands.request) {
      waiting.set(message.u128(request.client), message);
      return [];
    }
    const asked = waiting.get(message.u128(reply.client)) as Message;
    const name = operationName(asked.bytes[request.operation] as number);
    return isRequestName(name) ? [{ name, asked, replied: message }] : [];
  });
}

function batchesOf(name: RequestName, body: Uint8Array): Events<RequestName>[] {
  const events = decodeRequest(name, body);
  let at = 0;
  return (decodeTrailer(eventLayout(name).size, body) as number[]).map((count) => {
    at += count;
    return events.slice(at - count, at);
  });
}

describe('the oracle answers what a real server answered on the wire', () => {
  const oracle = new Oracle();
  const all = exchanges().map((exchange) => ({
    ...exchange,
    batches: batchesOf(exchange.name, exchange.asked.body),
  }));

  // The reply's header tells the timestamp, so every event's is known exactly.
  test.each(all)('$name of $batches.length batches', ({ name, batches, replied }) => {
    const timestamp = replied.u64Big(reply.timestamp);
    const expected = decodeReplyBatches(name, replied.body) as unknown as Answer;
    const answer = oracle.answer(name, batches, timestamp) as unknown as Answer;
    expect(answer.map((results) => results.length)).toEqual(expected.map(({ length }) => length));
    for (const [batch, results] of expected.entries()) {
      for (const [index, result] of results.entries()) {
        const got = answer[batch]?.[index] as Fields;
        expect(differing(name, result, got)).toBe(null);
      }
    }
  });

  test('also in several batches, one of them empty', () => {
    const counts = all.map(({ batches }) => batches.map((events) => events.length));
    expect(counts).toContainEqual([1, 0, 1]);
  });
});
