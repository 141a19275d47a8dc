import { describe, expect, test } from 'vitest';
import {
  commands,
  common,
  eviction,
  evictionReasons,
  headerSize,
  pingClient,
  pongClient,
  reply,
  request,
} from '../../cluster/wire/header.ts';
import { Message } from '../../cluster/wire/message.ts';
import { Session } from '../../cluster/wire/session.ts';
import { Random } from '../../harness/random.ts';
import { microsecond, millisecond } from '../../harness/time.ts';
import { capturedSession } from './captured-session.ts';

const cluster = 0n;

/** A session with nobody at the other end; what it sends and hears is kept. */
function open(options: { client?: bigint; replicaCount?: number; seed?: string } = {}) {
  const { client = 99n, replicaCount = 3, seed = 'session' } = options;
  const world = {
    now: 1000 * millisecond,
    sent: [] as { replica: number; message: Message }[],
    heard: [] as string[],
    replies: [] as Message[],
  };
  const session = new Session({
    cluster,
    client,
    replicaCount,
    environment: {
      clock: { monotonic: () => world.now, realtime: () => 0n },
      random: Random.fromSeed(seed),
      network: {
        sendToReplica: (replica, bytes) => {
          world.sent.push({ replica, message: new Message(bytes) });
        },
        sendToClient: () => expect.unreachable('a client sends to replicas only'),
      },
    },
    listener: {
      onRegistered: (number) => world.heard.push(`registered ${number}`),
      onReply: (message) => {
        world.heard.push(`reply ${message.u32(reply.request)}`);
        world.replies.push(message);
      },
      onEvicted: (reason) => world.heard.push(`evicted ${reason}`),
    },
  });
  const hear = (message: Message) => session.on({ kind: 'message', message: message.bytes });
  const tick = (count: number) => {
    for (let i = 0; i < count; i++) {
      world.now += 10 * millisecond;
      session.on({ kind: 'tick' });
    }
  };
  const requests = () => world.sent.filter(({ message }) => message.command === commands.request);
  return { session, world, hear, tick, requests };
}

function answer(to: Message, op: number, change?: (message: Message) => void): Message {
  const message = Message.create('reply', cluster, 3);
  message.copyU128(reply.request_checksum, to, common.checksum);
  message.copyU128(reply.client, to, request.client);
  message.setU128(reply.context, 1000n + BigInt(op));
  message.setU64(reply.op, op);
  message.setU64(reply.commit, op);
  message.setU32(reply.request, to.u32(request.request));
  message.setU8(reply.operation, to.u8(request.operation));
  change?.(message);
  return message.seal();
}

function registered(options: Parameters<typeof open>[0] = {}) {
  const opened = open(options);
  opened.session.register();
  opened.hear(answer(opened.requests()[0]?.message as Message, 7));
  opened.world.sent.length = 0;
  return opened;
}

describe('a client’s session, beside the captured one', () => {
  const captured = capturedSession.filter(({ connection }) => connection === 11);
  const toReplica = captured.filter(({ from }) => from === 'client').map(({ message }) => message);
  const toClient = captured.filter(({ from }) => from === 'replica').map(({ message }) => message);

  test('it sends the same bytes when it hears the same answers', () => {
    const client = toReplica[0]?.u128(request.client) ?? 0n;
    const { session, hear, requests, world } = open({ client, replicaCount: 1 });
    for (const [i, expected] of toReplica.entries()) {
      if (i === 0) session.register();
      else session.request(expected.u8(request.operation), expected.body);
      const sent = requests().at(-1)?.message as Message;
      const ours = new Message(sent.bytes.slice());
      // How long the answer before took is the only thing that they can't have in common.
      expect(ours.u32(request.previous_request_latency)).toBe(i === 0 ? 0 : 5);
      ours.copyU128(common.checksum, expected, common.checksum);
      ours.setU32(request.previous_request_latency, expected.u32(request.previous_request_latency));
      expect(Buffer.from(ours.seal().bytes).equals(expected.bytes)).toBe(true);
      world.now += 5 * microsecond;
      const answered = new Message((toClient[i] as Message).bytes.slice());
      // The answer names our request, which has another latency in it.
      answered.copyU128(reply.request_checksum, sent, common.checksum);
      hear(answered.seal());
    }
    expect(world.heard[0]).toBe(`registered ${toClient[0]?.u64(reply.commit)}`);
    expect(world.heard.slice(1)).toEqual(toReplica.slice(1).map((_, i) => `reply ${i + 1}`));
  });
});

describe('a client’s session', () => {
  test('registers with a body of zeros, and pings everybody', () => {
    const { session, world, requests } = open();
    session.register();
    const [first] = requests();
    expect(first?.message.size).toBe(headerSize + 256);
    expect(first?.message.body.every((byte) => byte === 0)).toBe(true);
    expect(first?.message.u8(request.operation)).toBe(2);
    const pings = world.sent.filter(({ message }) => message.command === commands.ping_client);
    expect(pings.map(({ replica }) => replica)).toEqual([0, 1, 2]);
    expect(pings[0]?.message.u128(pingClient.client)).toBe(99n);
    expect(pings[0]?.message.headerValid()).toBe(true);
  });

  test('numbers its requests, and each names the answer before it', () => {
    const { session, hear, requests } = registered();
    expect(session.request(200, new Uint8Array([1]))).toBe(1);
    const first = requests()[0]?.message as Message;
    expect(first.u64(request.session)).toBe(7);
    expect(first.u128(request.parent)).toBe(1007n);
    hear(answer(first, 8));
    expect(session.request(200, new Uint8Array([2]))).toBe(2);
    expect(requests().at(-1)?.message.u128(request.parent)).toBe(1008n);
  });

  test('one request at a time', () => {
    const { session } = registered();
    session.request(200, new Uint8Array(1));
    expect(session.busy).toBe(true);
    expect(() => session.request(200, new Uint8Array(1))).toThrow(/one request in flight/);
  });

  test('sends to the primary and to one backup, again until it is answered', () => {
    const { session, tick, requests, hear } = registered();
    session.request(200, new Uint8Array(1));
    expect(requests().map(({ replica }) => replica)[0]).toBe(0);
    expect([1, 2]).toContain(requests()[1]?.replica);
    tick(59);
    expect(requests()).toHaveLength(2);
    tick(1);
    expect(requests()).toHaveLength(4);
    tick(10_000);
    const sent = requests();
    expect(sent.length).toBeGreaterThan(20);
    expect(sent.length).toBeLessThan(100);
    expect(new Set(sent.map(({ replica }) => replica))).toEqual(new Set([0, 1, 2]));
    expect(new Set(sent.map(({ message }) => message.u128(0))).size).toBe(1);
    hear(answer(sent[0]?.message as Message, 8));
    tick(5000);
    expect(requests()).toHaveLength(sent.length);
  });

  test('follows the view', () => {
    const { session, hear, requests } = registered();
    session.request(200, new Uint8Array(1));
    hear(answer(requests()[0]?.message as Message, 8, (message) => message.setU32(common.view, 4)));
    session.request(200, new Uint8Array(1));
    expect(requests()[2]?.replica).toBe(1);
    expect(requests()[2]?.message.view).toBe(4);
  });

  test('learns the view and the round trip from a pong', () => {
    const { session, world, hear, tick, requests } = registered();
    const pong = Message.create('pong_client', cluster, 0);
    pong.setU32(common.view, 2);
    pong.setU8(common.replica, 2);
    pong.setU64(pongClient.ping_timestamp_monotonic, world.now - 5 * millisecond);
    hear(pong.seal());
    session.request(200, new Uint8Array(1));
    expect(requests()[0]?.replica).toBe(2);
    tick(60 + 5);
    // Two round trips of one tick, and a back-off of one or two.
    expect(requests().length).toBeGreaterThanOrEqual(4);
  });

  test('pings every 30 s', () => {
    const { world, tick } = registered();
    tick(2999);
    expect(world.sent).toHaveLength(0);
    tick(1);
    expect(world.sent).toHaveLength(3);
  });

  test('hears an answer once', () => {
    const { session, world, hear, requests } = registered();
    session.request(200, new Uint8Array(1));
    const first = answer(requests()[0]?.message as Message, 8);
    hear(first);
    hear(first);
    session.request(200, new Uint8Array(1));
    hear(first);
    expect(world.heard).toEqual(['registered 7', 'reply 1']);
  });

  test.each<[string, (message: Message) => void]>([
    ['another request', (message) => message.setU128(reply.request_checksum, 5n)],
    ['another client', (message) => message.setU128(reply.client, 5n)],
    ['another number', (message) => message.setU32(reply.request, 5)],
    ['another cluster', (message) => message.setU128(common.cluster, 5n)],
  ])('does not take the answer to %s for its own', (_, change) => {
    const { session, world, hear, requests } = registered();
    session.request(200, new Uint8Array(1));
    hear(answer(requests()[0]?.message as Message, 8, change));
    expect(world.heard).toEqual(['registered 7']);
  });

  test('does not hear what is damaged', () => {
    const { session, world, requests } = registered();
    session.request(200, new Uint8Array(1));
    const { bytes } = answer(requests()[0]?.message as Message, 8);
    for (const at of [3, 130, 258]) {
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] as number) ^ 4;
      session.on({ kind: 'message', message: damaged });
    }
    expect(world.heard).toEqual(['registered 7']);
  });

  test('an eviction is the end of it, unless it comes from an older view', () => {
    const { session, world, hear, tick, requests } = registered();
    session.request(200, new Uint8Array(1));
    const evict = (view: number, client = 99n) => {
      const message = Message.create('eviction', cluster, 0);
      message.setU32(common.view, view);
      message.setU128(eviction.client, client);
      message.setU8(eviction.reason, evictionReasons.no_session);
      hear(message.seal());
    };
    evict(0, 98n);
    hear(answer(requests()[0]?.message as Message, 8, (message) => message.setU32(common.view, 3)));
    evict(2);
    expect(world.heard).toEqual(['registered 7', 'reply 1']);
    evict(3);
    expect(world.heard.at(-1)).toBe('evicted 1');
    world.sent.length = 0;
    tick(5000);
    expect(world.sent).toEqual([]);
    expect(() => session.request(200, new Uint8Array(1))).toThrow();
  });
});
