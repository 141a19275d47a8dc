import { describe, expect, it } from 'vitest';
import { prepare } from '../../../cluster/wire/header.ts';
import { second } from '../../../harness/time.ts';
import { Lab } from './lab.ts';

describe('a view change', () => {
  it('waits for a prepare that is behind the head of one replica and lost at another', () => {
    const lab = new Lab({ replicas: 3 });
    const [a, b, c] = lab.ring();
    lab.request(2);
    // Ops 4 and 5 are only at a and b, and answered.
    lab.stop(c);
    lab.request(2);
    lab.stop([a, b]);
    lab.lose(b, 4);
    // C denies op 4, for which it was not there; b may have acknowledged it, and must not.
    lab.open([b, c]);
    lab.run();
    lab.expect([b, c], { primary: false });
    for (const replica of [b, c]) expect(lab.state(replica)?.commitMin).toBeLessThan(4);
    lab.open(a);
    lab.run();
    lab.expect(lab.all, { status: 'normal', commitMin: 5 });
  });

  it('waits for ever where two of three lost a prepare and the third never had it', () => {
    const lab = new Lab({ replicas: 3 });
    const [a, b, c] = lab.ring();
    lab.stop(c);
    lab.request(3);
    lab.stop([a, b]);
    lab.corrupt([a, b], 'journal-prepares', 3);
    lab.open(lab.all);
    lab.run(120 * second);
    lab.expect(lab.all, { primary: false });
    for (const replica of lab.all) expect(lab.state(replica)?.commitMin).toBeLessThan(3);
  });

  it('keeps a committed op that is known by its header alone', () => {
    const lab = new Lab({ replicas: 3 });
    const [a, b, c] = lab.ring();
    lab.request(2);
    lab.cutBoth(c, [a, b]);
    lab.request(2);
    lab.stop(b);
    lab.lose(b, 5);
    // It learns op 5's header from the view, and gets no prepare.
    lab.cut(lab.all, lab.all, 'prepare');
    lab.open(b);
    lab.expect(b, { status: 'recovering-head', op: 4 });
    lab.run();
    lab.expect(b, { status: 'normal', op: 5, commitMin: 4 });
    lab.heal();
    lab.stop(a);
    lab.run();
    // C may deny op 5, b must not: they wait for a.
    lab.expect([b, c], { status: 'view-change' });
    lab.expect(b, { op: 5, commitMin: 4 });
    lab.open(a);
    lab.run();
    lab.expect(lab.all, { status: 'normal', op: 5, commitMin: 5 });
  });

  it('after which a replica acknowledges what it has executed long since', () => {
    const lab = new Lab({ replicas: 3 });
    const [a, b, c] = lab.ring();
    lab.request(2);
    // Op 4 is executed by a, prepared by b, and unknown to c.
    lab.cutBoth(lab.all, lab.all, 'exit_view', 'join_view');
    lab.cut(a, [b, c], 'commit');
    lab.cut([a, b], c, 'prepare');
    lab.request(1);
    lab.expect(a, { commitMin: 4 });
    lab.expect(b, { commitMin: 3, op: 4 });
    lab.expect(c, { commitMin: 3, op: 3 });
    lab.passBoth([b, c], [b, c], 'exit_view', 'join_view');
    lab.cut([b, c], a, 'prepare');
    lab.run();
    lab.expect(b, { primary: true, commitMin: 3, op: 4 });
    // Now a alone can complete the quorum.
    lab.heal();
    lab.cutBoth(c, [a, b]);
    lab.cutBoth(lab.all, lab.all, 'exit_view', 'join_view');
    lab.run();
    lab.expect(a, { primary: false, commitMin: 4 });
    lab.expect(b, { primary: true, commitMin: 4 });
  });

  it('ends a duel of two primaries, of which the later one is about to give way', () => {
    const lab = new Lab({ replicas: 3 });
    const [a, b, c] = lab.ring();
    lab.request(2);
    lab.cutBoth(b, [a, c]);
    lab.cut(a, [b, c], 'commit');
    lab.request(1);
    lab.expect(a, { primary: true, commitMin: 4 });
    lab.expect(c, { commitMin: 3, op: 4 });
    lab.heal();
    lab.cutBoth(a, [b, c]);
    lab.cutBoth(b, c, 'prepare_ok');
    lab.cut(b, c, 'join_view');
    expect(lab.until(() => lab.state(b)?.primary === true)).toBe(true);
    lab.expect(a, { status: 'normal', primary: true, view: 1, commitMin: 4 });
    lab.expect(b, { status: 'normal', primary: true, view: 2, commitMin: 3, op: 4 });
    lab.heal();
    lab.cutBoth(c, [a, b]);
    lab.run();
    lab.expect([a, b], { status: 'normal', commitMin: 4 });
  });

  it('counts what an older view prepared as a denial of what the newer one did', () => {
    const lab = new Lab({ replicas: 3, clients: 3 });
    const [a, b, c] = lab.ring();
    lab.request(6);
    lab.run();
    const head = lab.state(a)?.op ?? 0;
    // A prepares three ops that nobody hears of.
    lab.cutBoth(lab.all, lab.all);
    lab.ask(3);
    lab.run(second);
    lab.expect(a, { op: head + 3, commitMin: head });
    // B and c elect b, which knows none of them, and prepares others, of which c gets the last.
    lab.passBoth(b, c);
    lab.cutWhere(b, c, (message) => {
      const known = message.command === 6 && message.u64(prepare.op) < head + 3;
      return known || message.command === 17;
    });
    lab.cut(c, b, 'prepare_ok', 'get_prepare', 'get_headers');
    expect(lab.until(() => lab.state(b)?.op === head + 3)).toBe(true);
    lab.run(second);
    lab.expect(b, { primary: true, commitMin: head });
    // B is gone for good: a and c truncate what both of them have.
    lab.heal();
    lab.cutBoth(b, [a, c]);
    lab.stop(b);
    lab.run();
    lab.expect([a, c], { status: 'normal' });
    expect(lab.until(() => lab.answered === 9)).toBe(true);
  });

  it('with a head that is lost on the right of it: one replica cannot say, the others can', () => {
    const lab = new Lab({ replicas: 3 });
    const [a, b, c] = lab.ring();
    lab.request(2);
    lab.stop(lab.all);
    lab.lose(a, 3);
    lab.open([a, b]);
    lab.expect(a, { status: 'recovering-head' });
    lab.ask(2);
    lab.run();
    expect(lab.answered).toBe(2);
    lab.open(c);
    expect(lab.until(() => lab.answered === 4)).toBe(true);
    lab.run();
    lab.expect(lab.all, { status: 'normal', commitMin: 5 });
  });

  it('of replicas of which most do not know their head: nobody guesses', () => {
    const lab = new Lab({ replicas: 3 });
    const [a, b, c] = lab.ring();
    lab.request(2);
    lab.stop(lab.all);
    lab.lose([a, b], 3);
    lab.open(lab.all);
    lab.run(120 * second);
    lab.expect([a, b], { status: 'recovering-head', op: 2 });
    lab.expect(c, { primary: false });
    lab.ask(1);
    lab.run();
    expect(lab.answered).toBe(2);
  });

  it('leaves a gap in the log of one view to repair, which fetches it', () => {
    const lab = new Lab({ replicas: 3 });
    const [, , c] = lab.ring();
    lab.request(1);
    lab.cutWhere(lab.all, c, (message) => {
      return message.command === 6 && message.u64(prepare.op) === 4;
    });
    lab.cut(c, lab.all, 'get_headers');
    lab.cut(lab.all, c, 'view');
    lab.request(5);
    lab.expect(c, { op: 7, commitMin: 3 });
    lab.pass(c, lab.all, 'get_headers');
    lab.run();
    // The header of op 4 is there; its prepare is not let through.
    lab.expect(c, { op: 7, commitMin: 3 });
    lab.heal();
    lab.run();
    lab.expect(c, { op: 7, commitMin: 7 });
  });
});
