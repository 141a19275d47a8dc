import { describe, expect, it } from 'vitest';
import { Lab } from './lab.ts';

describe('a network', () => {
  it('that isolates a backup: the others go on without it', () => {
    const lab = new Lab({ replicas: 3 });
    const [a, b, c] = lab.ring();
    lab.request(2);
    lab.cutBoth(c, [a, b, 'clients']);
    lab.request(1);
    lab.expect([a, b], { commitMin: 4 });
    lab.expect(c, { commitMin: 3 });
  });

  it('in which a backup can only send: the others go on, whatever it complains of', () => {
    const lab = new Lab({ replicas: 3 });
    const [a, b, c] = lab.ring();
    lab.request(2);
    lab.cut([a, b, 'clients'], c);
    lab.request(1);
    lab.expect([a, b], { commitMin: 4 });
    lab.expect(c, { commitMin: 3 });
  });

  it('in which a backup can only receive: it executes with the others', () => {
    const lab = new Lab({ replicas: 3 });
    const [a, b, c] = lab.ring();
    lab.request(2);
    lab.cut(c, [a, b, 'clients']);
    lab.request(1);
    lab.expect(lab.all, { commitMin: 4 });
    lab.expect(a, { primary: true });
  });

  it('that isolates the primary: the others elect another one', () => {
    const lab = new Lab({ replicas: 3 });
    const [a, b, c] = lab.ring();
    lab.request(2);
    lab.cutBoth(a, [b, c]);
    lab.request(1);
    lab.expect(a, { commitMin: 3 });
    lab.expect([b, c], { status: 'normal', commitMin: 4 });
  });

  it('in which the primary can only send: it notices that nobody acknowledges, and abdicates', () => {
    const lab = new Lab({ replicas: 3 });
    const [a, b, c] = lab.ring();
    lab.request(1);
    lab.cut([b, c], a);
    lab.ask(1);
    expect(lab.until(() => lab.inside(a).primaryAbdicating)).toBe(true);
    lab.run();
    expect(lab.answered).toBe(2);
    lab.expect([b, c], { status: 'normal', commitMin: 3 });
  });

  it('in which the primary can only receive: the others miss its heartbeat', () => {
    const lab = new Lab({ replicas: 3 });
    const [a, b, c] = lab.ring();
    lab.request(1);
    lab.cut(a, [b, c]);
    lab.request(1);
    lab.expect([b, c], { status: 'normal', commitMin: 3 });
  });

  it('that keeps all requests from the primary: it cannot know, and nothing is answered', () => {
    const lab = new Lab({ replicas: 3 });
    const [a, b, c] = lab.ring();
    lab.request(1);
    lab.cut([b, c, 'clients'], a, 'request');
    lab.ask(1);
    lab.run();
    expect(lab.answered).toBe(1);
    expect(lab.inside(a).primaryAbdicating).toBe(false);
    lab.expect(a, { primary: true });
  });

  it('between client and primary that is cut: backups pass requests on, and one answers', () => {
    const lab = new Lab({ replicas: 3 });
    const [a] = lab.ring();
    lab.cutBoth('clients', a);
    lab.request(3);
    lab.expect(a, { primary: true });
  });

  it('in which requests do not reach the primary, but what it says reaches all', () => {
    const lab = new Lab({ replicas: 3 });
    const [a] = lab.ring();
    lab.cut('clients', a);
    lab.request(3);
    lab.expect(a, { primary: true });
  });

  it('in which the primary’s answers are lost: a backup answers too', () => {
    const lab = new Lab({ replicas: 3 });
    const [a] = lab.ring();
    lab.cut(a, 'clients');
    lab.request(3);
    lab.expect(a, { primary: true });
  });

  it('with two of four replicas: enough to replicate, as long as one is the primary', () => {
    const lab = new Lab({ replicas: 4 });
    const [a, b, c, d] = lab.ring();
    lab.run();
    lab.stop([c, d]);
    lab.run(120_000_000_000);
    lab.request(4);
    lab.expect([a, b], { commitMin: 5 });
  });

  it('that hides a replica in a later view: it locks no client out', () => {
    const lab = new Lab({ replicas: 3 });
    const [a, b, c] = lab.ring();
    lab.request(1);
    lab.cutBoth(a, [b, c]);
    lab.cutBoth(lab.all, lab.all, 'join_view');
    lab.cut(lab.all, b);
    lab.run();
    lab.expect(b, { view: 1 });
    lab.expect(c, { view: 2, status: 'view-change' });
    lab.passBoth(a, [b, c]);
    lab.cutBoth(c, [a, b]);
    lab.request(1);
    lab.expect([a, b], { view: 1, commitMin: 3 });
    lab.expect(c, { view: 2 });
  });
});
