import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FrameError, Frames } from '../../cluster/process/frames.ts';
import { type CommandName, commands, common, headerSize } from '../../cluster/wire/header.ts';
import { Message } from '../../cluster/wire/message.ts';

const cluster = 7n;
const messageSizeMax = 8192;
const template = Message.create('ping', cluster, 0);

function message(command: CommandName, body: Uint8Array, of = cluster): Uint8Array {
  const made = Message.create(command, of, body.length);
  made.bytes.set(body, headerSize);
  return made.seal().bytes;
}

interface Read {
  readonly messages: readonly Uint8Array[];
  readonly error: FrameError | null;
}

/** What comes out of `bytes` that arrive in pieces which end at `cuts`. */
function read(bytes: Uint8Array, cuts: readonly number[] = []): Read {
  const frames = new Frames(template, messageSizeMax);
  const messages: Uint8Array[] = [];
  let from = 0;
  for (const cut of [...cuts.toSorted((a, b) => a - b), bytes.length]) {
    const error = frames.push(bytes.subarray(from, cut), (each) => messages.push(each.bytes));
    if (error !== null) return { messages, error };
    from = cut;
  }
  return { messages, error: null };
}

const anyMessage = fc
  .record({
    command: fc.constantFrom(...(Object.keys(commands) as CommandName[])),
    body: fc.uint8Array({ maxLength: messageSizeMax - headerSize }),
  })
  .map(({ command, body }) => message(command, body));

describe('messages come out of a stream', () => {
  test('whole and in order, wherever the stream is cut', () => {
    const property = fc.property(
      fc.array(anyMessage, { maxLength: 4 }),
      fc.array(fc.nat(40_000), { maxLength: 12 }),
      (messages, places) => {
        const bytes = Buffer.concat(messages);
        const cuts = places.map((place) => Math.min(place, bytes.length));
        expect(read(bytes, cuts)).toEqual({
          messages: messages.map((each) => new Uint8Array(each)),
          error: null,
        });
      },
    );
    fc.assert(property, { numRuns: 200 });
  });

  test('a bit that flipped anywhere ends it, and no message comes out changed', () => {
    const property = fc.property(anyMessage, fc.nat(), fc.nat(7), (bytes, place, bit) => {
      const damaged = bytes.slice();
      damaged[place % bytes.length] = (damaged[place % bytes.length] as number) ^ (1 << bit);
      const { messages, error } = read(damaged);
      expect(messages).toEqual([]);
      expect(error).toMatch(/^(header|body)$/);
    });
    fc.assert(property, { numRuns: 500 });
  });

  test('any bytes at all end it, or wait for more', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 1000 }), (bytes) => {
      const { messages, error } = read(bytes);
      expect(messages).toEqual([]);
      expect(error).toBe(bytes.length < headerSize ? null : 'header');
    });
    fc.assert(property, { numRuns: 200 });
  });
});

describe('a header that is whole, and not to be believed', () => {
  test('announces more than a message may have: nothing is kept for it', () => {
    const made = Message.create('ping', cluster, 0);
    made.setU32(common.size, 0xffffffff);
    expect(read(made.sealHeader().bytes)).toEqual({ messages: [], error: 'size' });
  });

  test('announces less than a header', () => {
    const made = Message.create('ping', cluster, 0);
    made.setU32(common.size, 255);
    expect(read(made.sealHeader().bytes).error).toBe('size');
  });

  test('is of another cluster', () => {
    expect(read(message('ping', new Uint8Array(0), 8n)).error).toBe('cluster');
  });

  test('has a command that there is not', () => {
    const made = Message.create('ping', cluster, 0);
    made.setU8(common.command, 99);
    expect(read(made.seal().bytes).error).toBe('command');
  });

  test('half of it, and then silence, brings nothing forth', () => {
    const bytes = message('ping', new Uint8Array(0)).subarray(0, 128);
    expect(read(bytes)).toEqual({ messages: [], error: null });
  });
});
