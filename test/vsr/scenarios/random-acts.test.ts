import { describe, expect, it } from 'vitest';
import { release } from '../../../cluster/wire/session.ts';
import { Random } from '../../../harness/random.ts';
import { millisecond, second } from '../../../harness/time.ts';
import { Lab } from './lab.ts';
import { configuration } from './small-journal.ts';

/** `VIVARIUM_LAB=0..100` takes a hundred seeds. */
const [first = 0, until = 4] = (process.env['VIVARIUM_LAB'] ?? '').split('..').map(Number);

/** The rare branches that all seeds together took. */
const reached = new Map<string, number>();

/** What may happen to a cluster all the time, a data file lost and a new release among it. */
function act(lab: Lab, random: Random, releases: Map<number, number>): void {
  const nodes = [...lab.all, ...lab.standbys];
  const node = random.pick(nodes);
  const down = nodes.filter((other) => lab.state(other) === null);
  const lost = lab.all.filter((other) => lab.state(other)?.status === 'recovering');
  const away = [...down, ...lost].filter((other) => lab.all.includes(other));
  switch (random.below(8)) {
    case 0:
      if (lab.state(node) !== null) lab.crash(node);
      break;
    case 1:
    case 2:
      for (const other of down) lab.world.restart(other);
      break;
    case 3: {
      // Nothing else may be missing: the others are all that is left of what it had.
      const recoverable = lab.all.length >= 3 && away.length === 0 && lab.all.includes(node);
      if (!recoverable || !lab.converged()) break;
      lab.crash(node);
      lab.reformat(node);
      break;
    }
    case 4: {
      const next = Math.max(release, ...releases.values()) + random.below(2);
      lab.upgrade(node, next);
      releases.set(node, next);
      break;
    }
    case 5:
      lab.cut(node, random.pick(nodes));
      break;
    case 6:
      lab.heal();
      break;
    case 7:
      lab.shift(node, random.between(-20, 20) * second);
      break;
  }
}

describe('a cluster to which anything happens', () => {
  const seeds = Array.from({ length: until - first }, (_, i) => first + i);
  it.each(seeds)('goes on afterwards: %i', { timeout: 120_000 }, (seed) => {
    const random = Random.fromSeed(`acts ${seed}`);
    const replicas = random.between(1, 5);
    const standbys = random.pick([0, 0, 1, 2]);
    const clients = random.between(1, 6);
    const size = { replicas, standbys, clients, cluster: { configuration }, seed: `${seed}` };
    const lab = new Lab(size);
    const releases = new Map<number, number>();
    for (let turn = 0; turn < 60; turn++) {
      if (random.below(2) === 0) lab.ask(random.between(1, 12));
      act(lab, random, releases);
      lab.run(random.between(1, 3000) * millisecond);
    }
    lab.healAll();
    const wanted = lab.asked;
    const done = lab.until(() => lab.answered >= wanted && lab.converged(), 120 * second);
    expect(done, lab.describe()).toBe(true);
    for (const [mark, count] of lab.marks) reached.set(mark, (reached.get(mark) ?? 0) + count);
  });

  it('was upgraded, recovered from nothing, and refused requests without a time', () => {
    for (const mark of [
      'upgrade.changed',
      'reformat.done',
      'clock.request-refused',
      'sync.begun',
    ]) {
      expect(reached.get(mark), mark).toBeGreaterThan(0);
    }
  });
});
