import { describe, expect, it } from 'vitest';
import { commands, common, request } from '../../cluster/wire/header.ts';
import { Message } from '../../cluster/wire/message.ts';
import { millisecond, second } from '../../harness/time.ts';
import { Bench } from './bench.ts';

const minute = 60 * second;

/** Requests answered, everyone level: the state in which most experiments begin. */
function settled(replicas: number, requests = 10): Bench {
  const bench = new Bench({ seed: `settled ${replicas}`, replicas });
  bench.request(requests);
  expect(bench.settle(), bench.describe()).toBe(true);
  return bench;
}

function backupOf(bench: Bench, distance = 1): number {
  return (bench.primary() + distance) % bench.replicaCount;
}

describe('a cluster of', () => {
  for (const replicas of [1, 2, 3, 4, 5, 6]) {
    it(`${replicas} answers, and survives a restart of all`, () => {
      const bench = settled(replicas);
      for (let replica = 0; replica < replicas; replica++) bench.stop(replica);
      bench.request(5);
      expect(bench.settle(), bench.describe()).toBe(true);
      expect(bench.executedOnce.size).toBe(2 * 15 + 2);
    });
  }
});

describe('normal operation', () => {
  it('goes on with a backup down, and the backup catches up', () => {
    const bench = settled(3);
    const backup = backupOf(bench);
    bench.stop(backup);
    bench.request(20);
    expect(bench.run(10 * second, () => bench.answered)).toBe(true);
    expect(bench.settle(), bench.describe()).toBe(true);
  });

  it('stops without a quorum and loses nothing', () => {
    const bench = settled(3);
    const before = bench.acknowledged;
    bench.stop(backupOf(bench));
    bench.stop(backupOf(bench, 2));
    bench.request(1);
    bench.run(20 * second);
    expect(bench.acknowledged).toBe(before);
    expect(bench.settle(), bench.describe()).toBe(true);
  });

  it('answers through a lossy, doubling, mangling network', () => {
    const bench = new Bench({ seed: 'lossy', replicas: 3, clients: 4 });
    bench.loss = [1, 5];
    bench.duplication = [1, 5];
    bench.corruption = [1, 50];
    bench.request(20);
    expect(
      bench.run(minute, () => bench.answered),
      bench.describe(),
    ).toBe(true);
  });

  it('prepares a pulse for what falls due while nobody asks', () => {
    const bench = settled(3, 40);
    const before = bench.log.size;
    bench.run(5 * second);
    const pulses = [...bench.log.values()].filter((entry) => entry.split(' ')[2] === '128');
    expect(pulses.length).toBeGreaterThan(0);
    expect(bench.log.size - before).toBeLessThan(3);
  });

  it('keeps timestamps growing when the next primary is an hour behind', () => {
    const bench = settled(3);
    for (const node of bench.nodes) node.clockOffset = -3600n * BigInt(second);
    bench.node(bench.primary()).clockOffset = 0n;
    bench.request(5);
    bench.run(second, () => bench.answered);
    bench.stop(bench.primary());
    bench.request(5);
    // That every timestamp is above the one before is asserted by each replica.
    expect(
      bench.run(20 * second, () => bench.answered),
      bench.describe(),
    ).toBe(true);
  });
});

describe('a view change', () => {
  it('follows the silence of the primary within seconds', () => {
    const bench = settled(3);
    const primary = bench.primary();
    bench.stop(primary);
    bench.request(5);
    expect(
      bench.run(10 * second, () => bench.answered),
      bench.describe(),
    ).toBe(true);
    expect(bench.primary()).not.toBe(primary);
  });

  it('discards what the old primary prepared alone, and the old primary learns it', () => {
    const bench = settled(3);
    const primary = bench.primary();
    bench.dropped.add(commands.prepare);
    bench.request(1);
    bench.run(50 * millisecond);
    const head = bench.state(primary)?.op ?? 0;
    expect(head).toBeGreaterThan(bench.state(backupOf(bench))?.op ?? 0);
    bench.isolate(primary);
    bench.dropped.clear();
    expect(
      bench.run(20 * second, () => bench.answered),
      bench.describe(),
    ).toBe(true);
    expect(bench.settle(), bench.describe()).toBe(true);
  });

  it('keeps what was answered although the primary dies with its disk writes lost', () => {
    const bench = settled(5);
    bench.request(3);
    bench.run(second, () => bench.answered);
    const answered = bench.acknowledged;
    bench.stop(bench.primary(), [1, 1]);
    const restored = (): boolean => {
      const primary = bench.primary();
      return primary >= 0 && (bench.state(primary)?.commitMin ?? 0) >= answered;
    };
    expect(bench.run(20 * second, restored), bench.describe()).toBe(true);
  });

  it('takes place when the primary can send but not hear', () => {
    const bench = settled(3);
    const primary = bench.primary();
    for (let other = 0; other < 3; other++) bench.cuts.add(`${other}>${primary}`);
    bench.request(5);
    // It cannot commit, abdicates after ten seconds, and another takes over.
    expect(
      bench.run(minute, () => bench.answered),
      bench.describe(),
    ).toBe(true);
    expect(bench.primary()).not.toBe(primary);
  });

  it('does not take place because one backup hears nothing', () => {
    const bench = settled(3);
    const view = bench.state(0)?.view;
    const backup = backupOf(bench);
    for (let other = 0; other < 3; other++) bench.cuts.add(`${other}>${backup}`);
    bench.request(5);
    bench.run(20 * second);
    expect(bench.answered).toBe(true);
    expect(bench.state(bench.primary())?.view).toBe(view);
  });
});

describe('the journal', () => {
  it('is mended from peers where it was found damaged on start', () => {
    const bench = settled(3);
    const backup = backupOf(bench);
    bench.stop(backup);
    for (let op = 1; op <= 10; op++) {
      bench.corrupt(backup, op % 2 === 0 ? 'journal-headers' : 'journal-prepares', op);
    }
    expect(bench.settle(), bench.describe()).toBe(true);
  });

  it('is mended where the damage shows when a peer asks', () => {
    const bench = settled(3, 20);
    const [primary, first, second] = [bench.primary(), backupOf(bench), backupOf(bench, 2)];
    bench.stop(second);
    for (let op = 1; op <= bench.log.size; op++) {
      bench.corrupt(second, 'journal-prepares', op);
      bench.corrupt(op % 2 === 0 ? primary : first, 'journal-prepares', op);
    }
    expect(bench.settle(), bench.describe()).toBe(true);
  });

  it('gives back an op that only one replica still has whole', () => {
    const bench = settled(3);
    const op = bench.acknowledged;
    const [a, b, c] = [0, 1, 2];
    for (const replica of [a, b, c]) bench.stop(replica);
    bench.corrupt(a, 'journal-prepares', op);
    bench.corrupt(b, 'journal-prepares', op);
    expect(bench.settle(), bench.describe()).toBe(true);
    expect(bench.acknowledged).toBeGreaterThanOrEqual(op);
  });

  it('lost in a head leaves its replica waiting for a primary that knows', () => {
    const bench = settled(3);
    const backup = backupOf(bench);
    const op = bench.state(backup)?.op ?? 0;
    bench.stop(backup, [0, 1], [0, 1]);
    bench.corrupt(backup, 'journal-headers', op);
    bench.corrupt(backup, 'journal-prepares', op);
    for (let other = 0; other < 3; other++) bench.cuts.add(`${other}>${backup}`);
    bench.start(backup);
    bench.run(second);
    expect(bench.state(backup)?.status).toBe('recovering-head');
    expect(bench.settle(), bench.describe()).toBe(true);
  });

  it('of a few slots is used again and again', () => {
    const bench = new Bench({ seed: 'wraps', replicas: 1, slots: 32 });
    bench.request(100);
    expect(
      bench.run(minute, () => bench.answered),
      bench.describe(),
    ).toBe(true);
    expect(bench.steps.length).toBeGreaterThan(5);
  });
});

describe('a client', () => {
  it('that is one too many pushes out the one that was idle longest', () => {
    const bench = new Bench({ seed: 'evict', replicas: 3, clients: 4, clientsMax: 3 });
    bench.request(6);
    bench.run(20 * second);
    expect(bench.clients.reduce((sum, client) => sum + client.evictions, 0)).toBeGreaterThan(0);
  });

  it('that sends garbage is not heard', () => {
    const bench = settled(3);
    for (let length = 0; length < 600; length += 7) {
      const message = new Uint8Array(length);
      for (let at = 0; at < length; at++) message[at] = bench.random.below(256);
      for (const node of bench.nodes) node.replica?.on({ kind: 'message', message });
    }
    for (let command = 0; command < 256; command++) {
      const message = new Message(new Uint8Array(512));
      for (let at = 0; at < 512; at++) message.bytes[at] = bench.random.below(256);
      message.setU128(common.cluster, 7n);
      message.setU32(common.size, 512);
      message.setU32(common.view, bench.random.below(2));
      message.setU32(common.epoch, 0);
      message.setU16(common.protocol, 0);
      message.setU8(common.command, command);
      message.setU8(common.replica, bench.random.below(3));
      message.seal();
      // What a peer seals is believed; what a client can send must harm nobody.
      if (command !== commands.request && command !== commands.ping_client) continue;
      for (let operation = 0; operation < 256; operation++) {
        message.setU8(request.operation, operation);
        message.setU128(request.client, BigInt(operation % 3));
        message.seal();
        const bytes = message.bytes.slice();
        for (const node of bench.nodes) node.replica?.on({ kind: 'message', message: bytes });
      }
    }
    bench.request(3);
    expect(bench.settle(), bench.describe()).toBe(true);
  });
});

describe('a request', () => {
  it('is refused with its reason', () => {
    const bench = settled(3);
    expect(judged(bench, (message) => message.setU32(common.release, 4099))).toBe(2);
    expect(judged(bench, (message) => message.setU32(common.release, 4362))).toBe(3);
    expect(judged(bench, (message) => message.setU8(request.operation, 3))).toBe(4);
    expect(judged(bench, (message) => message.setU8(request.operation, 128))).toBe(4);
    expect(judged(bench, (message) => message.setU8(request.operation, 250))).toBe(4);
    expect(judged(bench, () => {}, 7)).toBe(5);
    expect(judged(bench, () => {}, 8192)).toBe(6);
    expect(judged(bench, (message) => message.setU8(request.operation, 2), 8)).toBe(6);
    expect(judged(bench, onOlderSession)).toBe(7);
    expect(judged(bench, (message) => message.setU128(request.client, 999n))).toBe(1);
    // A newer session than the cluster knows, and a number out of its place, get no answer.
    expect(judged(bench, () => {})).toBeNull();
    expect(judged(bench, (message) => message.setU32(common.view, 99))).toBeNull();
    bench.request(3);
    expect(bench.settle(), bench.describe()).toBe(true);
  });

  it('that comes twice is answered twice with the same bytes', () => {
    const bench = settled(3);
    const sent: Uint8Array[] = [];
    bench.onRequest = (message) => sent.push(message);
    bench.request(1);
    bench.run(second, () => bench.answered);
    const replies = bench.replies.slice(-1);
    const primary = bench.node(bench.primary()).replica;
    const last = sent.at(-1);
    const count = bench.replies.length;
    const ops = bench.log.size;
    if (last !== undefined) primary?.on({ kind: 'message', message: last });
    expect(bench.replies.length).toBe(count + 1);
    const again = bench.replies.at(-1) as Uint8Array;
    const first = bench.replies.slice(0, -1).filter((bytes) => same(bytes, again));
    expect(first.length).toBeGreaterThan(0);
    expect(replies.length).toBe(1);
    bench.run(second);
    expect(bench.log.size).toBe(ops);
  });
});

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

/** Client 1001's session is op 2, as client 1000's is op 1. */
function onOlderSession(message: Message): void {
  message.setU128(request.client, 1001n);
  message.setU64(request.session, 1);
}

/** Hands `fields` and a body, sealed, to the primary; returns the reason of an eviction. */
function judged(bench: Bench, fill: (message: Message) => void, bodySize = 8): number | null {
  const message = Message.create('request', 7n, bodySize);
  message.setU32(common.release, 4361);
  message.setU128(request.client, 1000n);
  message.setU64(request.session, 1_000_000);
  message.setU32(request.request, 1);
  message.setU8(request.operation, 146);
  fill(message);
  const before = bench.evictions.length;
  const bytes = message.seal().bytes;
  bench.node(bench.primary()).replica?.on({ kind: 'message', message: bytes });
  return bench.evictions.slice(before)[0] ?? null;
}
