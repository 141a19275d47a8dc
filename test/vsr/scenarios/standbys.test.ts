import { describe, expect, it } from 'vitest';
import { Lab } from './lab.ts';

describe('a standby', () => {
  it('executes what replicas do, and neither acknowledges nor votes', () => {
    const lab = new Lab({ replicas: 3, standbys: 2 });
    const [a, b, c] = lab.ring();
    const voices = lab.record(
      lab.standbys,
      lab.all,
      'prepare_ok',
      'exit_view',
      'join_view',
      'commit',
    );
    lab.request(3);
    lab.expect(lab.standbys, { status: 'normal', primary: false, commitMin: 4 });
    // With the primary alone, standbys make no quorum.
    lab.stop([b, c]);
    lab.ask(1);
    lab.run();
    expect(lab.answered).toBe(3);
    lab.expect(lab.standbys, { op: 5, commitMin: 4 });
    lab.stop(a);
    lab.run();
    expect(voices.messages).toEqual([]);
  });

  it('follows into another view, which it has no part in', () => {
    const lab = new Lab({ replicas: 3, standbys: 1 });
    const [a] = lab.ring();
    lab.request(1);
    lab.stop(a);
    lab.request(1);
    expect(lab.state(lab.primary)?.view).toBe(2);
    lab.expect(lab.standbys, { status: 'normal', view: 2, commitMin: 3 });
  });

  it('that was away fetches what it missed', () => {
    const lab = new Lab({ replicas: 3, standbys: 1 });
    lab.request(1);
    lab.stop(lab.standbys);
    lab.request(20);
    lab.open(lab.standbys);
    lab.run();
    lab.expect(lab.standbys, { status: 'normal', commitMin: 22 });
  });

  it('is not led astray by a replica that is alone in a later view', () => {
    const lab = new Lab({ replicas: 3, standbys: 1 });
    const [a, b, c] = lab.ring();
    lab.request(1);
    lab.cutBoth(a, [b, c]);
    lab.cutBoth(lab.all, lab.all, 'join_view');
    lab.cut(lab.all, b);
    lab.run();
    lab.expect(c, { view: 2, status: 'view-change' });
    lab.passBoth(a, [b, c]);
    lab.cutBoth(c, [a, b]);
    lab.request(1);
    lab.expect(lab.standbys, { status: 'normal', view: 1, commitMin: 3 });
  });

  it('with a prepare that was torn at a replica alone gives it up', () => {
    const lab = new Lab({ replicas: 1, standbys: 1 });
    lab.request(2);
    // Op 4 is on its way to the standby when the replica crashes, and its own write is lost.
    lab.ask(1);
    expect(lab.until(() => lab.state(0)?.op === 4)).toBe(true);
    lab.crash(0);
    lab.run();
    lab.expect(1, { op: 4, commitMin: 3 });
    lab.cut('clients', 0, 'request');
    lab.open(0);
    lab.run();
    lab.expect([0, 1], { status: 'normal', op: 3, commitMin: 3 });
    lab.pass('clients', 0, 'request');
    lab.run();
    expect(lab.answered).toBe(3);
    lab.expect([0, 1], { status: 'normal', commitMin: 4 });
  });

  it('fills no gap of a lost replica alone', () => {
    const lab = new Lab({ replicas: 1, standbys: 1 });
    lab.request(3);
    lab.stop(0);
    lab.run();
    lab.expect(1, { status: 'normal', commitMin: 4 });
    lab.ask(1);
    lab.run();
    expect(lab.answered).toBe(3);
  });
});
