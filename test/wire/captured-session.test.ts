import { describe, expect, test } from 'vitest';
import { commands, common, reply, request } from '../../cluster/wire/header.ts';
import { Message } from '../../cluster/wire/message.ts';
import { release } from '../../cluster/wire/session.ts';
import { type Captured, capturedSession } from './captured-session.ts';

describe('a captured session of the official client', () => {
  test('there is one', () => {
    expect(capturedSession.length).toBeGreaterThan(20);
    expect(new Set(capturedSession.map(({ connection }) => connection)).size).toBeGreaterThan(1);
  });

  test.each(capturedSession.map((captured, line) => ({ line, ...captured })))(
    'line $line: checksums verify, and it encodes back',
    ({ message, from }) => {
      expect(message.headerValid()).toBe(true);
      expect(message.bodyValid()).toBe(true);
      expect(message.size).toBe(message.bytes.length);
      expect(message.command).toBe(from === 'client' ? commands.request : commands.reply);
      expect(message.u32(common.release)).toBe(release);
      const again = new Message(message.bytes.slice());
      again.bytes.fill(0, 0, 16);
      again.bytes.fill(0, common.checksum_body, common.checksum_body + 16);
      expect(Buffer.from(again.seal().bytes).equals(message.bytes)).toBe(true);
    },
  );

  test('one bit less and no checksum verifies', () => {
    const { bytes: first } = (capturedSession[0] as Captured).message;
    for (const at of [0, 20, 100, 255]) {
      const bytes = first.slice();
      bytes[at] = (bytes[at] as number) ^ 1;
      expect(new Message(bytes).headerValid()).toBe(false);
    }
    const bytes = first.slice();
    bytes[300] = (bytes[300] as number) ^ 1;
    expect(new Message(bytes).headerValid()).toBe(true);
    expect(new Message(bytes).bodyValid()).toBe(false);
  });

  test('a reply’s context is its checksum with a context of zero', () => {
    for (const { message } of capturedSession) {
      if (message.command !== commands.reply) continue;
      const bare = new Message(message.bytes.slice());
      bare.setU128(reply.context, 0n);
      expect(bare.seal().u128(common.checksum)).toBe(message.u128(reply.context));
    }
  });

  test('each request names the context of the reply before it', () => {
    const contexts = new Map<bigint, bigint>();
    for (const { message } of capturedSession) {
      if (message.command === commands.reply) {
        contexts.set(message.u128(reply.client), message.u128(reply.context));
      } else {
        const client = message.u128(request.client);
        expect(message.u128(request.parent)).toBe(
          message.u32(request.request) === 0 ? 0n : contexts.get(client),
        );
      }
    }
  });
});
