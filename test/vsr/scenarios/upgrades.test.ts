import { describe, expect, it } from 'vitest';
import { release } from '../../../cluster/wire/session.ts';
import { Lab } from './lab.ts';
import { configuration, trigger1, trigger2 } from './small-journal.ts';

const next = release + 1;

function open(replicas: number, standbys = 0): Lab {
  return new Lab({ replicas, standbys, cluster: { configuration } });
}

function releases(lab: Lab): number[] {
  return lab.all.map((replica) => lab.inside(replica).release);
}

describe('an upgrade', () => {
  it('waits until every replica has the release', () => {
    const lab = open(3);
    const [a, b, c] = lab.ring();
    lab.request(1);
    lab.upgrade([a, b], next);
    lab.run();
    expect(releases(lab)).toEqual([release, release, release]);
    lab.expect(lab.all, { commitMin: 2 });
    lab.upgrade(c, next);
    lab.run();
    expect(releases(lab)).toEqual([next, next, next]);
    lab.expect(lab.all, { status: 'normal', commitMin: trigger1 });
    lab.request(3);
    lab.expect(lab.all, { commitMin: trigger1 + 3 });
  });

  it.each([
    ['is left free for it: the checkpoint is of the new release', -4, trigger1],
    ['holds a request: it takes the checkpoint after', -3, trigger2],
  ])('in front of a trigger whose last bar %s', (_, distance, trigger) => {
    const lab = open(3);
    lab.request(trigger1 + distance - 1);
    lab.expect(lab.all, { commitMin: trigger1 + distance });
    lab.upgrade(lab.all, next);
    lab.cutBoth(lab.all, lab.all, 'prepare_ok');
    lab.run();
    expect(releases(lab)).toEqual([release, release, release]);
    lab.heal();
    lab.run();
    expect(releases(lab)).toEqual([next, next, next]);
    lab.expect(lab.all, { status: 'normal', commitMin: trigger, op: trigger });
    lab.request(1);
  });

  it('of a replica alone needs nobody', () => {
    const lab = open(1);
    lab.upgrade(0, next);
    lab.run();
    expect(releases(lab)).toEqual([next]);
    lab.expect(0, { status: 'normal', commitMin: trigger1 });
    lab.request(1);
  });

  it('goes on under another primary', () => {
    const lab = open(3);
    const [a] = lab.ring();
    lab.request(1);
    lab.upgrade(lab.all, next);
    expect(lab.until(() => lab.inside(a).upgrade.release === next)).toBe(true);
    lab.stop(a);
    lab.run();
    expect(releases(lab).filter((running) => running === next).length).toBe(2);
    lab.open(a);
    lab.run();
    expect(releases(lab)).toEqual([next, next, next]);
    lab.request(1);
    lab.expect(lab.all, { status: 'normal' });
  });

  it('is learned of by a replica that was away, from the checkpoint that it takes over', () => {
    const lab = open(3);
    const [a, b, c] = lab.ring();
    lab.upgrade(lab.all, next);
    // It says that it has the release, and takes no part in anything else.
    lab.cut([a, b], c, 'prepare', 'view', 'commit', 'headers');
    lab.run();
    lab.request(60);
    expect(releases(lab).filter((running) => running === next).length).toBe(2);
    expect(lab.inside(c).release).toBe(release);
    lab.heal();
    lab.run();
    expect(releases(lab)).toEqual([next, next, next]);
    lab.expect(c, { status: 'normal', commitMin: lab.state(a)?.commitMin ?? 0 });
  });

  it('stops a machine that does not have the release, until it is installed there', () => {
    const lab = open(3, 1);
    lab.request(1);
    lab.upgrade(lab.all, next);
    lab.run();
    expect(releases(lab)).toEqual([next, next, next]);
    expect(lab.state(3)).toBeNull();
    lab.open(3);
    lab.run();
    expect(lab.state(3)).toBeNull();
    lab.upgrade(3, next);
    lab.open(3);
    lab.request(5);
    lab.expect(3, { status: 'normal', commitMin: lab.state(lab.primary)?.commitMin ?? 0 });
  });

  it('to the newest of several that all have', () => {
    const lab = open(3);
    lab.upgrade(lab.all, next);
    lab.upgrade(lab.all, next + 1);
    lab.upgrade(0, next + 2);
    lab.run();
    expect(releases(lab)).toEqual([next + 1, next + 1, next + 1]);
  });
});
