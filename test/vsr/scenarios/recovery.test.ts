import { describe, expect, it } from 'vitest';
import { second } from '../../../harness/time.ts';
import { Lab } from './lab.ts';

describe('recovery', () => {
  it('of a prepare that one replica lost: a peer gives it back', () => {
    const lab = new Lab({ replicas: 3 });
    const [a, b] = lab.ring();
    lab.request(4);
    lab.stop(b);
    lab.corrupt(b, 'journal-prepares', 3);
    lab.open(b);
    lab.request(1);
    lab.expect(lab.all, { status: 'normal', commitMin: 6 });
    lab.expect(a, { primary: true, view: 1 });
    expect(lab.inside(b).journal.dirtyCount).toBe(0);
  });

  it('of a prepare that all replicas lost: nobody makes one up, and the cluster stands still', () => {
    const lab = new Lab({ replicas: 3 });
    lab.request(2);
    lab.stop(lab.all);
    lab.corrupt(lab.all, 'journal-prepares', 1);
    lab.open(lab.all);
    lab.run();
    lab.expect(lab.all, { primary: false, commitMin: 0 });
    lab.ask(1);
    lab.run();
    expect(lab.answered).toBe(2);
  });

  it('of the root: everyone knows it by heart', () => {
    const lab = new Lab({ replicas: 3 });
    lab.request(1);
    lab.stop(0);
    lab.lose(0, 0);
    lab.open(0);
    lab.request(1);
    lab.expect(lab.all, { status: 'normal', commitMin: 3 });
    expect(lab.inside(0).journal.dirtyCount).toBe(0);
  });

  it('of a replica alone that lost a prepare: there is no way back', () => {
    const lab = new Lab({ replicas: 1 });
    lab.request(3);
    lab.stop(0);
    lab.corrupt(0, 'journal-prepares', 2);
    expect(() => {
      lab.open(0);
      lab.run(second);
    }).toThrow('a prepare is lost, and there is no other replica');
  });

  it('of a replica alone that lost a header: the prepare holds it too', () => {
    const lab = new Lab({ replicas: 1 });
    lab.request(2);
    lab.stop(0);
    lab.corrupt(0, 'journal-headers', 2);
    lab.open(0);
    lab.request(1);
    lab.expect(0, { status: 'normal', commitMin: 4 });
  });

  it('of a head that an old view tells of: only one that was asked for counts', () => {
    const lab = new Lab({ replicas: 3 });
    const [a, b, c] = lab.ring();
    lab.request(2);
    lab.stop(b);
    lab.lose(b, 3);
    lab.open(b);
    lab.expect(b, { status: 'recovering-head', op: 2 });
    const old = lab.record(a, b, 'view');
    lab.run();
    lab.expect(b, { status: 'normal', op: 3 });
    lab.cutBoth(c, lab.others(c));
    lab.request(1);
    lab.stop(b);
    lab.lose(b, 4);
    lab.open(b);
    lab.stop(a);
    expect(old.messages.length).toBeGreaterThan(0);
    lab.replay(old);
    lab.run();
    // With op 3 for a head it would give up op 4, which was acknowledged.
    lab.expect(b, { status: 'recovering-head', op: 3 });
    lab.heal();
    lab.run(5 * second);
    lab.open(a);
    lab.request(1);
    lab.expect(lab.all, { status: 'normal', commitMin: 5 });
  });

  it('of a head in a cluster that nobody asks anything: the heartbeat is enough', () => {
    const lab = new Lab({ replicas: 3 });
    const [, b] = lab.ring();
    lab.request(2);
    lab.stop(b);
    lab.lose(b, 3);
    lab.open(b);
    lab.expect(b, { status: 'recovering-head', op: 2 });
    lab.run();
    lab.expect(b, { status: 'normal', op: 3, commitMin: 3 });
  });
});
