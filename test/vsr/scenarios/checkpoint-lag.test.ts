import { describe, expect, it } from 'vitest';
import { Lab } from './lab.ts';
import { checkpoint1, checkpoint2, configuration, trigger1, trigger2 } from './small-journal.ts';

const pipeline = configuration.pipelinePrepareQueueMax;

/** A cluster of one client, in which op n + 1 is its request n. */
function open(replicas: number): Lab {
  return new Lab({ replicas, cluster: { configuration } });
}

/** Requests until the head is this op. */
function requestUntil(lab: Lab, op: number): void {
  const head = Math.max(...lab.all.map((replica) => lab.state(replica)?.op ?? 0));
  lab.request(op - Math.max(head, 1));
}

function checkpoints(lab: Lab): number[] {
  return lab.all.map((replica) => lab.inside(replica).checkpoint.op);
}

describe('a checkpoint, for those that lag,', () => {
  it('follows the other in a replica alone', () => {
    const lab = open(1);
    requestUntil(lab, trigger2);
    expect(checkpoints(lab)).toEqual([checkpoint2]);
    lab.stop(0);
    lab.open(0);
    lab.request(1);
    lab.expect(0, { status: 'normal', commitMin: trigger2 + 1 });
  });

  it('is made by a backup that was away for one: it needs no other’s', () => {
    const lab = open(3);
    const [a, b, c] = lab.ring();
    requestUntil(lab, 4);
    lab.stop(c);
    requestUntil(lab, 4 + configuration.journalSlotCount - 2 * pipeline);
    expect(lab.inside(a).checkpoint.op).toBe(checkpoint1);
    expect(lab.inside(b).checkpoint.op).toBe(checkpoint1);
    lab.open(c);
    expect(lab.inside(c).checkpoint.op).toBe(0);
    const synced = lab.marks.get('sync.begun');
    lab.run();
    expect(lab.marks.get('sync.begun')).toBe(synced);
    expect(checkpoints(lab)).toEqual([checkpoint1, checkpoint1, checkpoint1]);
    lab.expect(lab.all, { status: 'normal', commitMin: lab.state(a)?.commitMin ?? 0 });
  });

  it.each([1, 0])('is taken over by a replica that was away for longer (%i op behind)', (more) => {
    const lab = open(3);
    const [a, b, c] = lab.ring();
    lab.cutBoth(c, [a, b]);
    requestUntil(lab, trigger2 + 2 * pipeline + more);
    lab.heal();
    lab.run();
    lab.expect(lab.all, { status: 'normal', commitMin: lab.state(a)?.commitMin ?? 0 });
    expect(lab.marks.get('sync.begun')).toBeGreaterThan(0);
    lab.request(20);
    lab.stop(a);
    lab.request(20);
    lab.expect([b, c], { status: 'normal' });
  });

  it('is one that a candidate must have: who lags behind it gives way', () => {
    const lab = open(3);
    const [a, b, c] = lab.ring();
    requestUntil(lab, 3);
    lab.cutBoth(b, [a, c]);
    requestUntil(lab, trigger1 + 2 * pipeline + 1);
    const head = lab.state(a)?.commitMin ?? 0;
    lab.expect(b, { commitMin: 3 });
    lab.heal();
    lab.cutBoth(a, [b, c]);
    // B would be next. It has no place for the log that it would have to take over.
    lab.run();
    lab.expect(c, { status: 'normal', primary: true });
    lab.expect(b, { status: 'normal', primary: false, commitMin: head });
    lab.heal();
    lab.request(1);
  });

  it('does not overwrite what a backup may still need', () => {
    const lab = open(3);
    const [a, b, c] = lab.ring();
    lab.stop(c);
    requestUntil(lab, trigger1 - 1);
    lab.cut(a, b, 'commit', 'view');
    requestUntil(lab, trigger1);
    expect(lab.inside(a).checkpoint.op).toBe(checkpoint1);
    lab.expect(b, { commitMin: trigger1 - 1 });
    lab.heal();
    lab.stop(b);
    lab.corrupt(b, 'journal-prepares', 2);
    // The primary prepares on, alone.
    lab.ask(pipeline);
    lab.run();
    lab.open(b);
    lab.run();
    expect(lab.inside(b).checkpoint.op).toBe(checkpoint1);
    lab.expect([a, b], { status: 'normal', commitMin: trigger1 + pipeline });
  });

  it('is begun while ops behind its trigger are being prepared', () => {
    const lab = new Lab({ replicas: 3, clients: pipeline, cluster: { configuration } });
    lab.request(trigger1 - 1 - pipeline);
    lab.expect(lab.all, { commitMin: trigger1 - 1 });
    lab.cutBoth(lab.all, lab.all, 'prepare_ok');
    lab.cutBoth(lab.all, lab.all, 'exit_view');
    lab.ask(pipeline);
    lab.run();
    expect(checkpoints(lab)).toEqual([0, 0, 0]);
    lab.expect(lab.all, { commitMin: trigger1 - 1, op: trigger1 - 1 + pipeline });
    lab.heal();
    lab.run();
    expect(checkpoints(lab)).toEqual([checkpoint1, checkpoint1, checkpoint1]);
    lab.expect(lab.all, { commitMin: trigger1 - 1 + pipeline });
  });

  it('bounds what a replica has lost behind it: the journal from there to its head', () => {
    const lab = open(3);
    const [a, b] = lab.ring();
    requestUntil(lab, trigger1);
    lab.stop(b);
    for (let op = checkpoint1; op <= trigger1; op++) lab.lose(b, op);
    lab.open(b);
    lab.expect(b, { status: 'recovering-head' });
    lab.request(configuration.journalSlotCount);
    lab.expect(b, { status: 'normal' });
    lab.stop(a);
    lab.request(1);
  });

  it('goes on from where two of four were, when the other two come back', () => {
    const lab = open(4);
    const [a, b, c, d] = lab.ring();
    lab.stop([c, d]);
    requestUntil(lab, trigger2 + 2 * pipeline);
    const head = lab.state(a)?.commitMin ?? 0;
    lab.open([c, d]);
    lab.run();
    lab.expect(lab.all, { status: 'normal', commitMin: head });
    lab.stop([a]);
    lab.request(1);
    lab.expect([b, c, d], { status: 'normal' });
  });

  it('of two replicas waits for the one that lags', () => {
    const lab = open(2);
    const [a, b] = lab.ring();
    requestUntil(lab, trigger1 - 1);
    lab.cut(a, b, 'commit', 'view');
    requestUntil(lab, trigger1);
    expect(lab.inside(a).checkpoint.op).toBe(checkpoint1);
    expect(lab.inside(b).checkpoint.op).toBe(0);
    lab.stop(b);
    lab.open(b);
    lab.heal();
    requestUntil(lab, trigger2);
    expect(checkpoints(lab)).toEqual([checkpoint2, checkpoint2]);
  });
});
