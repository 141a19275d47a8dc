import type { Fault } from '../harness/fault.ts';
import type { Random } from '../harness/random.ts';
import type { DrawScope } from './draw-scope.ts';
import { drawHarsh } from './swarm.ts';

/**
 * More than a cluster has to survive: what `swarm` draws before anything is left out, and damage at
 * rest that asks nobody who else has lost the same. Nothing that a disk could not notice: a whole
 * superblock that goes back to an older one would make a replica break its word, and no protocol
 * can help that.
 */
export function drawBeyondBudget(scope: DrawScope): Fault[] {
  const random = scope.random.fork('wild');
  return drawHarsh(scope).map((fault) => wild(fault, scope, random));
}

function wild(fault: Fault, { replicas }: DrawScope, random: Random): Fault {
  if (!('zone' in fault)) return fault;
  const replica = random.below(replicas);
  if (fault.zone !== 'superblock') {
    // Where there is one replica, swarm strikes only the superblock.
    return { ...fault, replica };
  }
  if (fault.kind !== 'bit-flip' && fault.kind !== 'read-error') return fault;
  const zone = random.pick(['superblock', 'journal-prepares', 'journal-headers'] as const);
  return { ...fault, replica, zone, slot: random.uint32() };
}
