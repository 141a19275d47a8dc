import { describe, expect, it } from 'vitest';
import { commands, prepare } from '../../../cluster/wire/header.ts';
import type { Message } from '../../../cluster/wire/message.ts';
import { Lab } from './lab.ts';
import { checkpoint1, checkpoint2, configuration, trigger1, trigger2 } from './small-journal.ts';

const pipeline = configuration.pipelinePrepareQueueMax;

function open(replicas: number): Lab {
  return new Lab({ replicas, cluster: { configuration } });
}

/** Requests until the head is this op, by one client: op 1 opens its session. */
function requestUntil(lab: Lab, op: number): void {
  const head = Math.max(...lab.all.map((replica) => lab.state(replica)?.commitMin ?? 0));
  lab.request(op - Math.max(head, 1));
}

function isPrepareOf(op: number): (message: Message) => boolean {
  return (message) => message.command === commands.prepare && message.u64(prepare.op) === op;
}

describe('state sync', () => {
  it('of a replica that is needed for a view change: the cluster waits for it', () => {
    const lab = open(3);
    const [a, b, c] = lab.ring();
    requestUntil(lab, 3);
    lab.cutBoth(c, [a, b]);
    requestUntil(lab, trigger2 + 2 * pipeline + 1);
    const head = lab.state(a)?.commitMin ?? 0;
    lab.heal();
    lab.cutBoth(a, [b, c]);
    lab.cutBoth(c, lab.all, 'view');
    lab.run();
    lab.expect(c, { commitMin: 3 });
    expect(lab.inside(c).checkpoint.op).toBe(0);
    lab.passBoth(c, [b], 'view');
    lab.run();
    lab.expect([b, c], { status: 'normal', commitMin: head });
    lab.heal();
    lab.request(1);
    lab.expect(lab.all, { status: 'normal' });
  });

  it('of one that lags a little: what is checkpointed elsewhere may be had nowhere', () => {
    const lab = open(3);
    const [a, b, c] = lab.ring();
    requestUntil(lab, checkpoint1 - 1);
    lab.cutBoth(c, [a, b]);
    requestUntil(lab, trigger1 + 1);
    lab.corrupt([a, b], 'journal-prepares', checkpoint1);
    requestUntil(lab, trigger1 + 2 * pipeline + 1);
    lab.heal();
    lab.request(1);
    lab.run();
    lab.expect(lab.all, { status: 'normal', commitMin: trigger1 + 2 * pipeline + 2 });
  });

  it('of one that had prepared what a later view has truncated', () => {
    const lab = open(6);
    const [a, b, ...others] = lab.ring();
    requestUntil(lab, checkpoint1 - 1);
    lab.run();
    // Only b hears of two more prepares of a, but for the last that is committed.
    lab.cut(lab.all, lab.all, 'prepare', 'prepare_ok', 'exit_view');
    lab.stop(b);
    lab.corrupt(b, 'journal-prepares', checkpoint1 - 1);
    lab.open(b);
    lab.pass(a, b, 'prepare');
    lab.cutWhere(a, b, isPrepareOf(checkpoint1 - 1));
    lab.ask(1);
    lab.run();
    expect(lab.state(a)?.op).toBe(checkpoint1);
    expect(lab.state(b)?.op).toBe(checkpoint1);
    // The others go on in another view, and beyond the next checkpoint.
    lab.heal();
    lab.cutBoth([a, b], others);
    lab.cutBoth(a, b);
    expect(lab.until(() => lab.answered === checkpoint1 - 1)).toBe(true);
    requestUntil(lab, trigger2 + 2 * pipeline + 1);
    lab.heal();
    lab.run();
    const head = lab.state(lab.primary)?.commitMin ?? 0;
    lab.expect(lab.all, { status: 'normal', op: head, commitMin: head });
    expect(lab.inside(b).checkpoint.op).toBe(checkpoint2);
  });

  it('of one whose place was formatted anew behind a checkpoint', () => {
    const lab = open(3);
    const [, b] = lab.ring();
    requestUntil(lab, trigger2 + 2 * pipeline);
    lab.stop(b);
    lab.reformat(b);
    lab.run();
    const head = trigger2 + 3 * pipeline;
    lab.expect(lab.all, { status: 'normal', op: head, commitMin: head });
    expect(lab.inside(b).checkpoint.op).toBe(checkpoint2);
  });
});
