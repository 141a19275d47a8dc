import { describe, expect, it } from 'vitest';
import { commands, reply } from '../../../cluster/wire/header.ts';
import { second } from '../../../harness/time.ts';
import { Lab } from './lab.ts';

describe('a replica whose data file is lost', () => {
  it('takes its place again, behind as many requests as a pipeline holds', () => {
    const lab = new Lab({ replicas: 3 });
    const [, b] = lab.ring();
    lab.request(5);
    lab.stop(b);
    lab.reformat(b);
    lab.expect(b, { status: 'recovering' });
    lab.run();
    // A register and three noops: the pipeline of a lab holds four.
    lab.expect(lab.all, { status: 'normal', op: 10, commitMin: 10 });
    // It was in view 1, may have voted for view 2, and promised nothing for view 3.
    expect(lab.state(b)?.view).toBeGreaterThanOrEqual(3);
    lab.request(1);
    lab.expect(lab.all, { commitMin: 11 });
  });

  it('waits where the others cannot commit: too much is lost', () => {
    const lab = new Lab({ replicas: 3 });
    const [a, b, c] = lab.ring();
    lab.request(3);
    lab.stop(lab.all);
    lab.open(a);
    lab.reformat([b, c]);
    lab.run();
    lab.expect([b, c], { status: 'recovering' });
    lab.expect(a, { status: 'view-change', commitMin: 0 });
    lab.ask(1);
    lab.run();
    expect(lab.answered).toBe(3);
  });

  it('does not deny what it had acknowledged before', () => {
    const lab = new Lab({ replicas: 3 });
    const [a, b, c] = lab.ring();
    lab.request(2);
    // Op 4 is at a and b, and answered; c has never seen it.
    lab.cutBoth(c, [a, b]);
    lab.request(1);
    lab.stop(b);
    lab.heal();
    lab.stop(a);
    lab.reformat(b);
    lab.run();
    // With b's blank vote, c would be elected, and op 4 gone.
    lab.expect(b, { status: 'recovering' });
    lab.expect(c, { commitMin: 3 });
    lab.open(a);
    lab.run();
    lab.expect(lab.all, { status: 'normal', commitMin: 8 });
  });

  it('can be lost again while it recovers', () => {
    const lab = new Lab({ replicas: 3 });
    const [, b] = lab.ring();
    lab.request(3);
    lab.stop(b);
    lab.reformat(b);
    lab.run(second / 1000);
    lab.expect(b, { status: 'recovering' });
    lab.stop(b);
    lab.run(second);
    lab.open(b);
    lab.run();
    lab.expect(lab.all, { status: 'normal' });
    lab.request(1);
  });

  it('whose session made room for others begins anew', () => {
    const lab = new Lab({ replicas: 3, clients: 4 });
    const [a, b, c] = lab.ring();
    lab.request(4);
    lab.stop(b);
    // It hears that it is registered, and then no more, until four others have spoken since.
    lab.cutWhere([a, c], b, (message) => {
      return message.command === commands.reply && message.u32(reply.request) > 0;
    });
    lab.reformat(b);
    lab.run(2 * second);
    const evictions = lab.record(lab.all, b, 'eviction');
    lab.request(8);
    lab.heal();
    lab.run();
    expect(evictions.messages.length).toBeGreaterThan(0);
    lab.expect(lab.all, { status: 'normal' });
  });
});
