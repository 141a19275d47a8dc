import type { Fault } from '../../harness/fault.ts';
import { second } from '../../harness/time.ts';
import { drawRounds, part, type Scenario } from './scenario.ts';

export const lostReplica: Scenario = {
  name: 'lost-replica',
  about: 'A replica loses its data file and recovers its place; others go down meanwhile.',
  replicasMin: 3,
  draw: (scope) => {
    // Always the same one: of what it loses, no other may have lost anything.
    const replica = scope.shift % scope.replicas;
    return drawRounds(scope, 8 * second, 2 * second, (round) => {
      const { random } = round;
      const recovered = random.between(20, 50);
      const faults: Fault[] = [
        { kind: 'reformat', ...part(round, random.between(0, 10), recovered), replica },
      ];
      if (random.below(2) === 0) return faults;
      const interval = part(round, recovered, random.between(recovered + 5, 90));
      const others = random.pick(['primary', 'backup'] as const);
      return [
        ...faults,
        { kind: 'crash', ...interval, replica: others, lost: [0, 1], torn: [0, 1] },
      ];
    });
  },
};
