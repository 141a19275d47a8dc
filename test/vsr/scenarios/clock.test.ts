import { describe, expect, it } from 'vitest';
import { second } from '../../../harness/time.ts';
import { Lab } from './lab.ts';

/** How far a replica's time of the cluster is from the true time, in ns; null: it has none. */
function error(lab: Lab, replica: number): number | null {
  const time = lab.clockOf(replica);
  return time === null ? null : Number(time - lab.trueTime);
}

describe('clocks', () => {
  it('that agree within the way of a message need a window, and not more', () => {
    const lab = new Lab({ replicas: 3, wait: false });
    lab.run(second / 10);
    for (const replica of lab.all) expect(error(lab, replica)).toBeNull();
    lab.run(second / 2);
    for (const replica of lab.all) expect(error(lab, replica)).toBe(0);
  });

  it('of which the primary’s is wrong by a minute: it keeps the time of the others', () => {
    const lab = new Lab({ replicas: 3 });
    const [a] = lab.ring();
    lab.shift(a, 60 * second);
    lab.run();
    lab.request(1);
    lab.expect(a, { primary: true });
    expect(Math.abs(error(lab, a) ?? second)).toBeLessThan(second / 100);
  });

  it('one of which steps within an epoch: what was agreed on holds it', () => {
    const lab = new Lab({ replicas: 3 });
    const [a] = lab.ring();
    lab.run();
    lab.shift(a, -3600 * second);
    expect(Math.abs(error(lab, a) ?? second)).toBeLessThan(second / 100);
  });

  it('that all say something else: the primary refuses requests until they agree', () => {
    const lab = new Lab({ replicas: 3 });
    const [a, b, c] = lab.ring();
    lab.request(1);
    lab.shift(a, 60 * second);
    lab.shift(b, -60 * second);
    lab.run(90 * second);
    for (const replica of lab.all) expect(error(lab, replica)).toBeNull();
    lab.ask(1);
    lab.run();
    expect(lab.answered).toBe(1);
    lab.shift(b, 60 * second);
    lab.run();
    expect(lab.answered).toBe(2);
    for (const replica of [b, c]) expect(Math.abs(error(lab, replica) ?? second)).toBeLessThan(1e7);
  });

  it('of a primary that hears no pongs: it refuses requests, so it has to give way', () => {
    const lab = new Lab({ replicas: 3 });
    const [a, b, c] = lab.ring();
    lab.request(2);
    lab.cut([b, c], a, 'pong');
    lab.run(90 * second);
    lab.expect(a, { primary: true });
    expect(error(lab, a)).toBeNull();
    lab.ask(2);
    expect(lab.until(() => lab.inside(a).primaryAbdicating)).toBe(true);
    lab.run();
    expect(lab.answered).toBe(4);
    lab.expect(a, { primary: false, status: 'normal' });
    lab.expect(lab.all, { commitMin: 5 });
  });
});
