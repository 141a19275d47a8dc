import { describe, expect, it } from 'vitest';
import { millisecond, second } from '../../../harness/time.ts';
import { Lab } from './lab.ts';

/**
 * 32 slots: checkpoints at ops 19, 39, 59, …; triggers at 23, 43, 63, …; after checkpoint 19 the
 * journal has room up to op 51, and what is behind op 47 is acknowledged with checkpoint 39 only.
 */
const tiny = {
  configuration: {
    messageSizeMax: 8192,
    journalSlotCount: 32,
    pipelinePrepareQueueMax: 4,
    pipelineRequestQueueMax: 8,
    clientsMax: 6,
    lsmCompactionOps: 4,
    clockSynchronizationWindowMin: 200 * millisecond,
  },
};

function tinyLab(replicas: number, clients = 1): Lab {
  return new Lab({ replicas, clients, cluster: tiny });
}

/** The addresses of all blocks of a replica's checkpoint. */
function blocksOf(lab: Lab, replica: number): number[] {
  return [...lab.inside(replica).grid.blocks.keys()].toSorted((a, b) => a - b);
}

/** Every replica is level, in the same state, with the same checkpoint in the same blocks. */
function expectLevel(lab: Lab, commitMin: number): void {
  lab.expect(lab.all, { status: 'normal', commitMin });
  const digests = new Set(lab.all.map((replica) => lab.world.machines[replica]?.digest()));
  expect(digests.size).toBe(1);
  const grids = lab.all.map((replica) =>
    [...lab.inside(replica).grid.blocks]
      .toSorted(([a], [b]) => a - b)
      .map(([address, { checksum }]) => `${address} ${checksum.join('.')}`),
  );
  for (const grid of grids) expect(grid).toEqual(grids[0]);
  for (const replica of lab.all) {
    expect(lab.inside(replica).grid.missing.size).toBe(0);
    expect(lab.inside(replica).journal.dirtyCount).toBe(0);
  }
}

describe('a checkpoint', () => {
  it('is due at its trigger, and not before', () => {
    const lab = tinyLab(3);
    lab.request(21);
    lab.expect(lab.all, { commitMin: 22 });
    expect(lab.steps).toEqual([]);
    for (const replica of lab.all) expect(lab.inside(replica).checkpointNext?.pending).toBe(0);
    lab.request(1);
    expect(lab.steps.toSorted()).toEqual(['0 checkpoint 19', '1 checkpoint 19', '2 checkpoint 19']);
  });

  it('is what a restart goes on from', () => {
    const lab = tinyLab(3);
    const [, b] = lab.ring();
    lab.request(29);
    lab.stop(b);
    lab.open(b);
    lab.run(second);
    expect(lab.steps.at(-1)).toBe(`${b} restore 19`);
    expectLevel(lab, 30);
  });

  it('lets the journal be used again and again', () => {
    const lab = tinyLab(3);
    lab.request(200);
    expectLevel(lab, 201);
    lab.stop(lab.all);
    lab.open(lab.all);
    lab.request(1);
    expectLevel(lab, 202);
    expect(lab.inside(0).checkpoint.op).toBe(179);
  });

  it('lets a replica alone go on, too', () => {
    const lab = tinyLab(1);
    lab.request(150);
    lab.stop(0);
    lab.open(0);
    lab.request(1);
    lab.expect(0, { commitMin: 152 });
    expect(lab.steps).toContain('0 restore 139');
  });

  it('keeps sessions: a client goes on in its own, and gets an old answer again', () => {
    const lab = tinyLab(3, 2);
    lab.request(30);
    const replies = lab.record(lab.all, 'clients', 'reply');
    const requests = lab.record('clients', lab.all, 'request');
    lab.request(1);
    lab.request(7);
    lab.stop(lab.all);
    lab.open(lab.all);
    lab.run(3 * second);
    lab.replay(requests);
    lab.run(second);
    const before = replies.messages.length;
    lab.request(2);
    expect(replies.messages.length).toBeGreaterThan(before);
    expect(lab.evictions).toEqual([]);
    expectLevel(lab, 42);
  });

  it('takes the blocks of the checkpoint before the last one', () => {
    const lab = tinyLab(3);
    lab.request(40);
    const { grid } = lab.inside(0);
    const before = new Map(grid.blocks);
    lab.request(20);
    lab.request(20);
    lab.request(20);
    expect(lab.inside(0).checkpoint.op).toBe(79);
    expect(grid.blocks).not.toEqual(before);
    // What the checkpoint before needed is taken until the next one begins, and then used again.
    expect(grid.freeSet.count).toBe(2 * grid.blocks.size);
    expect(grid.freeSet.highest).toBe(2 * grid.blocks.size);
  });

  it('that a crash interrupts is as if it had never been begun', () => {
    const lab = tinyLab(3);
    const [, b] = lab.ring();
    lab.request(17);
    lab.ask(3);
    expect(lab.until(() => (lab.inside(b).checkpointNext?.pending ?? 0) > 0)).toBe(true);
    lab.crash(b);
    lab.open(b);
    lab.request(10);
    expectLevel(lab, 31);
    expect(lab.steps).toContain(`${b} checkpoint 19`);
  });

  it('whose superblock a crash interrupts is there or not, but never half', () => {
    const lab = tinyLab(3);
    const [, b] = lab.ring();
    lab.request(21);
    lab.ask(1);
    expect(lab.until(() => lab.inside(b).checkpointNext?.due === true)).toBe(true);
    lab.crash(b);
    lab.open(b);
    lab.request(10);
    expectLevel(lab, 33);
  });

  it('is waited for: without it nobody acknowledges what lies behind', () => {
    const lab = tinyLab(3);
    const [a, b, c] = lab.ring();
    lab.request(37);
    // The disks of both backups stand still from here on, but for their journals.
    for (const replica of [b, c]) holdGrid(lab, replica);
    lab.ask(23);
    lab.run(3 * second);
    lab.expect([b, c], { commitMin: 43 });
    // Op 47 is the last that a replication quorum acknowledges with checkpoint 19.
    lab.expect(a, { commitMin: 47 });
    for (const replica of [b, c]) releaseGrid(lab, replica);
    lab.run();
    lab.expect(lab.all, { status: 'normal', commitMin: 61 });
  });
});

const held = new Map<number, (() => void)[]>();

/** Reads and writes of the grid are accepted, but not begun. */
function holdGrid(lab: Lab, replica: number): void {
  const storage = lab.world.machines[replica]?.storage;
  if (storage === undefined) return;
  const waiting: (() => void)[] = [];
  const write = storage.write.bind(storage);
  held.set(replica, waiting);
  storage.write = (zone, ...rest) => {
    if (zone === 'grid' && held.has(replica)) waiting.push(() => write(zone, ...rest));
    else write(zone, ...rest);
  };
}

function releaseGrid(_lab: Lab, replica: number): void {
  const waiting = held.get(replica) ?? [];
  held.delete(replica);
  for (const begin of waiting) begin();
}

describe('damage in the grid', () => {
  it('that a start finds is mended from peers', () => {
    const lab = tinyLab(3);
    const [, b] = lab.ring();
    lab.request(50);
    lab.stop(b);
    lab.corruptBlocks(b, blocksOf(lab, b));
    lab.open(b);
    lab.run(5 * second);
    expect(lab.steps.filter((step) => step === `${b} repair grid`).length).toBe(
      blocksOf(lab, b).length,
    );
    expectLevel(lab, 51);
    // It is on disk again: another start asks nobody.
    const { length } = lab.steps;
    lab.stop(b);
    lab.open(b);
    lab.run(second);
    expect(lab.steps.slice(length)).toEqual([`${b} restore 39`]);
  });

  it('in another part at each replica is mended (the helix)', () => {
    const lab = tinyLab(3);
    lab.request(90);
    const blocks = blocksOf(lab, 0);
    lab.stop(lab.all);
    for (const replica of lab.all) {
      lab.corruptBlocks(
        replica,
        blocks.filter((_, index) => index % 3 === replica),
      );
    }
    lab.open(lab.all);
    lab.request(1);
    expectLevel(lab, 92);
    expect(lab.steps.filter((step) => step.endsWith('repair grid')).length).toBe(blocks.length);
  });

  it('of the same block everywhere leaves nobody to answer', () => {
    const lab = tinyLab(3);
    lab.request(50);
    const [block] = blocksOf(lab, 0);
    lab.stop(lab.all);
    lab.corruptBlocks(lab.all, [block ?? 0]);
    lab.open(lab.all);
    lab.ask(1);
    lab.run();
    lab.expect(lab.all, { primary: false, commitMin: 0 });
    expect(lab.answered).toBe(50);
  });

  it('that nobody reads is found by scrubbing', () => {
    const lab = tinyLab(3);
    const [, b] = lab.ring();
    lab.request(50);
    lab.corruptBlocks(b, blocksOf(lab, b));
    lab.run(100 * second);
    const repairs = lab.steps.filter((step) => step === `${b} repair grid`).length;
    expect(repairs).toBe(blocksOf(lab, b).length);
    lab.stop(b);
    const { length } = lab.steps;
    lab.open(b);
    lab.run(second);
    expect(lab.steps.slice(length)).toEqual([`${b} restore 39`]);
  });

  it('of a replica alone is nothing that it may make up', () => {
    const lab = tinyLab(1);
    lab.request(50);
    lab.stop(0);
    lab.corruptBlocks(0, blocksOf(lab, 0));
    expect(() => {
      lab.open(0);
      lab.run(second);
    }).toThrow('a block of the checkpoint is lost, and there is no other replica');
  });
});

/** Op 23 makes the checkpoint due; two of six clients were answered last at or before op 19. */
function idleClients(): Lab {
  const lab = tinyLab(3, 6);
  lab.request(17);
  expect(lab.inside(0).checkpoint.op).toBe(19);
  return lab;
}

describe('damage to a client reply', () => {
  it('is mended from a peer, for a client that was answered before the checkpoint', () => {
    const lab = idleClients();
    const [, b] = lab.ring();
    lab.stop(b);
    for (let slot = 0; slot < 6; slot++) lab.corrupt(b, 'client-replies', slot);
    lab.open(b);
    lab.run(2 * second);
    expect(lab.steps.filter((step) => step === `${b} repair client-replies`).length).toBe(2);
    // It is on disk again: another start asks nobody.
    const { length } = lab.steps;
    lab.stop(b);
    lab.open(b);
    lab.run(2 * second);
    expect(lab.steps.slice(length)).toEqual([`${b} restore 19`]);
    expectLevel(lab, 23);
  });

  it('at every replica leaves those clients without an old answer, and harms nobody', () => {
    const lab = idleClients();
    lab.stop(lab.all);
    for (let slot = 0; slot < 6; slot++) lab.corrupt(lab.all, 'client-replies', slot);
    lab.open(lab.all);
    lab.request(12);
    expect(lab.evictions).toEqual([]);
    expectLevel(lab, 35);
  });

  it('is none where the slot belongs to another session now', () => {
    const lab = tinyLab(3, 6);
    lab.request(17);
    lab.request(60);
    lab.stop(lab.all);
    lab.open(lab.all);
    lab.request(6);
    expect(lab.steps.some((step) => step.endsWith('client-replies'))).toBe(false);
    expectLevel(lab, 89);
  });
});

describe('state sync', () => {
  it('brings back a replica that was away for longer than a journal', () => {
    const lab = tinyLab(3);
    const [, , c] = lab.ring();
    lab.request(10);
    lab.stop(c);
    lab.request(100);
    lab.open(c);
    lab.run();
    expect(lab.steps).toContain(`${c} sync 99`);
    expect(lab.steps).toContain(`${c} restore 99`);
    expectLevel(lab, 111);
    lab.request(40);
    expectLevel(lab, 151);
  });

  it('is not for one that was away for a moment: its journal is repaired', () => {
    const lab = tinyLab(3);
    const [, , c] = lab.ring();
    lab.request(30);
    lab.stop(c);
    lab.request(12);
    lab.open(c);
    lab.run();
    expect(lab.steps.some((step) => step.includes('sync'))).toBe(false);
    expectLevel(lab, 43);
  });

  it('begins anew where a crash interrupts it', () => {
    const lab = tinyLab(3);
    const [, , c] = lab.ring();
    lab.request(10);
    lab.stop(c);
    lab.request(100);
    lab.open(c);
    expect(lab.until(() => (lab.inside(c).load?.pending.size ?? 0) > 0)).toBe(true);
    lab.crash(c);
    lab.open(c);
    lab.run();
    expectLevel(lab, 111);
  });

  it('goes over to a later checkpoint where the first one is gone before it is here', () => {
    const lab = tinyLab(3);
    const [a, b, c] = lab.ring();
    lab.request(10);
    lab.stop(c);
    lab.request(100);
    lab.open(c);
    lab.cut([a, b], c, 'block');
    lab.run(2 * second);
    expect(lab.steps).toContain(`${c} sync 99`);
    expect(lab.inside(c).loaded).toBe(false);
    lab.request(100);
    lab.heal();
    lab.run();
    const syncs = lab.steps.filter((step) => step.startsWith(`${c} sync`));
    expect(syncs.length).toBeGreaterThan(1);
    expect(lab.steps).not.toContain(`${c} restore 99`);
    expectLevel(lab, 211);
  });

  it('acknowledges nothing before it has all of the state', () => {
    const lab = tinyLab(3);
    const [a, b, c] = lab.ring();
    lab.request(10);
    lab.stop(c);
    lab.request(100);
    lab.open(c);
    lab.cut([a, b], c, 'block');
    lab.run(2 * second);
    lab.stop(b);
    lab.ask(1);
    lab.run(3 * second);
    expect(lab.answered).toBe(110);
    lab.heal();
    lab.run();
    expect(lab.answered).toBe(111);
    lab.open(b);
    lab.run();
    expectLevel(lab, 112);
  });

  it('keeps the sessions of the cluster: what comes twice is executed once', () => {
    const lab = tinyLab(3);
    const [a, b, c] = lab.ring();
    lab.request(10);
    lab.stop(c);
    lab.request(90);
    const requests = lab.record('clients', lab.all, 'request');
    lab.request(1);
    lab.open(c);
    lab.run();
    lab.stop(a);
    lab.run(10 * second);
    lab.stop(b);
    lab.open(a);
    lab.run(10 * second);
    lab.replay(requests);
    lab.request(1);
    lab.open(b);
    lab.run();
    expect(lab.evictions).toEqual([]);
    expectLevel(lab, 103);
  });

  it('is what a primary to be does not wait for: it gives way', () => {
    const lab = tinyLab(3);
    const [a, b] = lab.ring();
    lab.request(10);
    lab.stop(b);
    lab.request(100);
    lab.stop(a);
    lab.open(b);
    lab.run(60 * second);
    lab.request(1);
    lab.open(a);
    lab.run();
    expectLevel(lab, 112);
  });
});
