import { describe, expect, test } from 'vitest';
import { DiskMemory } from '../../cluster/simulated/disk-memory.ts';
import { SentMemory } from '../../cluster/simulated/sent-memory.ts';
import type { ReplicaOptions } from '../../cluster/vsr/replica.ts';
import { common, headerSize, joinView, prepare, prepareOk } from '../../cluster/wire/header.ts';
import { Message } from '../../cluster/wire/message.ts';
import type { Storage } from '../../harness/environment.ts';

const messageSizeMax = 4096;
const deaf: Storage = { read: () => {}, write: () => {} };
const options = {
  cluster: 1n,
  replica: 2,
  replicaCount: 3,
  configuration: { messageSizeMax, journalSlotCount: 32 },
  environment: { storage: deaf },
} as unknown as ReplicaOptions;

/** A replica on a disk whose superblock is in view 3. */
function begin() {
  const disk = new DiskMemory(options);
  disk.view = 3;
  disk.logView = 3;
  return { disk, sent: new SentMemory(options, disk) };
}

function prepareOf(op: number, text: number): Message {
  const message = Message.create('prepare', 1n, 0);
  message.setU64(prepare.op, op);
  message.setU8(prepare.operation, 128);
  message.setU32(prepare.request, text);
  return message.seal();
}

function write(disk: DiskMemory, message: Message): void {
  disk.write('journal-prepares', message.u64(prepare.op) * messageSizeMax, message.bytes, 7);
}

function ack(of: Message): Uint8Array {
  const message = Message.create('prepare_ok', 1n, 0);
  message.setU32(common.view, 3);
  message.setU64(prepareOk.op, of.u64(prepare.op));
  message.copyU128(prepareOk.prepare_checksum, of, common.checksum);
  return message.seal().bytes;
}

function vote(logView: number, headers: readonly Message[], nacks: bigint): Uint8Array {
  const message = Message.create('join_view', 1n, headers.length * headerSize);
  message.setU32(common.view, 3);
  message.setU32(joinView.log_view, logView);
  message.setU64(joinView.op, headers[0]!.u64(prepare.op));
  message.setU128(joinView.nack_bitset, nacks);
  for (const [index, header] of headers.entries()) {
    message.bytes.set(header.header, headerSize * (index + 1));
  }
  return message.seal().bytes;
}

function acknowledged(): { sent: SentMemory; five: Message; four: Message } {
  const { disk, sent } = begin();
  const [four, five] = [prepareOf(4, 1), prepareOf(5, 1)];
  write(disk, five);
  disk.hear({ kind: 'written', token: 7 });
  expect(sent.hear(ack(five))).toBeNull();
  return { sent, four, five };
}

describe('an acknowledgement', () => {
  test('is a promise that the disk keeps, once the write is done', () => {
    const { disk, sent } = begin();
    const message = prepareOf(5, 1);
    write(disk, message);
    expect(sent.hear(ack(message))).toMatch('op 5, and its disk did not hold that prepare');
    disk.hear({ kind: 'written', token: 7 });
    expect(sent.hear(ack(message))).toBeNull();
    expect(sent.hear(ack(prepareOf(5, 2)))).toMatch('did not hold');
  });

  test('is good after a restart that found the prepare', () => {
    const { disk, sent } = begin();
    const message = prepareOf(5, 1);
    write(disk, message);
    disk.begin(deaf);
    disk.hear({ kind: 'written', token: 7 });
    expect(sent.hear(ack(message))).toMatch('did not hold');
    disk.read('journal-prepares', 5 * messageSizeMax, messageSizeMax, 8);
    disk.hear({ kind: 'read', token: 8, data: message.bytes });
    expect(sent.hear(ack(message))).toBeNull();
  });
});

describe('a view that was told of', () => {
  test('is never gone back from, but by who lost everything', () => {
    const { disk, sent } = begin();
    expect(sent.hear(vote(2, [prepareOf(5, 1)], 0n))).toBeNull();
    sent.recover(5);
    expect(sent.hear(vote(2, [prepareOf(5, 1)], 0n))).toMatch('told of view 3, after');
    disk.view = 5;
    sent.recover(2);
    expect(sent.hear(vote(2, [prepareOf(5, 1)], 0n))).toBeNull();
  });
});

describe('a vote', () => {
  test('denies nothing that was acknowledged in its log', () => {
    const { sent, four, five } = acknowledged();
    expect(sent.hear(vote(3, [five, four], 0b10n))).toBeNull();
    expect(sent.hear(vote(3, [five, four], 0b01n))).toMatch('denied op 5');
    expect(sent.hear(vote(3, [prepareOf(5, 2), four], 0n))).toMatch('denied op 5');
    expect(sent.hear(vote(3, [four], 0n))).toMatch('denied op 5');
  });

  test('of another log owes nothing to it', () => {
    const { sent, four } = acknowledged();
    expect(sent.hear(vote(2, [four], 0n))).toBeNull();
  });

  test('is for a view, and of a log, that the superblock has', () => {
    const { disk, sent } = begin();
    disk.logView = 2;
    expect(sent.hear(vote(3, [prepareOf(5, 1)], 0n))).toMatch('no copy had a log_view after 2');
    disk.view = 2;
    expect(sent.hear(vote(2, [prepareOf(5, 1)], 0n))).toMatch('told of view 3');
  });
});
