import { afterAll, describe, expect, test } from 'vitest';
import { checkers } from '../../harness/checkers/catalogue.ts';
import { messageBodySizeMax, smallRun } from '../checkers/small-cluster.ts';
import { ledgerCanaries } from './catalogue.ts';

const seedsMax = 30;
const table: string[] = [];

afterAll(() => console.log(table.join('\n')));

describe('a ledger with a planted bug, without a cluster around it', () => {
  test.each(ledgerCanaries)('$name: $caughtBy', ({ bug, caughtBy, stateMachine }) => {
    const checker = checkers.find(({ name }) => name === caughtBy)!;
    let seeds = 0;
    for (;;) {
      seeds += 1;
      const evidence = smallRun({
        seed: `canary ${seeds}`,
        stateMachine: (replica) => stateMachine!(replica, messageBodySizeMax),
      });
      const { verdict, why } = checker.check(evidence);
      if (verdict === 'fail') {
        table.push(`${seeds} ${seeds === 1 ? 'seed' : 'seeds'} for "${bug}": ${why}`);
        return;
      }
      expect(seeds, `${caughtBy} has not caught it`).toBeLessThan(seedsMax);
    }
  });
});
