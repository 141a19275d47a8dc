import { faultyZones, superblockCopies } from '../../harness/fault.ts';
import { second } from '../../harness/time.ts';
import { drawRounds, part, type Scenario } from './scenario.ts';

export const oldSnapshot: Scenario = {
  name: 'old-snapshot',
  about: 'A replica comes back from a crash with a part of its data file as it was before.',
  replicasMin: 2,
  draw: (scope) => {
    // Always the same one: in the journal no other may lose what this one loses.
    const replica = scope.shift % scope.replicas;
    return drawRounds(scope, 5 * second, second, (round) => {
      const { random } = round;
      const zone = random.pick(faultyZones);
      const end = random.between(60, 90);
      const slot = (scope.shift + replica) % superblockCopies;
      return [
        { kind: 'rollback', ...part(round, random.between(0, 30), end), replica, zone, slot },
        {
          kind: 'crash',
          ...part(round, random.between(40, end - 5), random.between(end + 1, 100)),
          replica,
          lost: [0, 1],
          torn: [0, 1],
        },
      ];
    });
  },
};
