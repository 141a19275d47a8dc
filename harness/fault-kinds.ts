import type { FaultKind } from './fault.ts';

/** Every kind of fault, and in one sentence what it does, in the order in which they are listed. */
export const faultPurposes: Readonly<Record<FaultKind, string>> = {
  loss: 'A share of all messages is lost.',
  duplication: 'A share of all messages arrives twice.',
  delay: 'All messages take longer.',
  reordering: 'A share of all messages is held back, so that later ones overtake it.',
  corruption: 'A share of all messages arrives with one bit turned over.',
  clogging: 'Links hold their messages back and deliver them later, in order.',
  cut: 'Nothing passes from one node to another; the other direction works.',
  partition: 'Replicas, and clients with them, are cut off from the other replicas.',
  'client-cut': 'A client can reach some replicas only, or none.',
  'slow-disk': 'Reads and writes of a disk take longer.',
  'bit-flip': 'A bit turns over at rest, in the journal or in a copy of the superblock.',
  'misdirected-write': "A journal write lands in another slot's place.",
  crash: 'A replica is down; writes under way are lost or torn.',
  pause: 'A replica is stopped, its memory kept, and goes on later.',
  'clock-offset': 'The wall clock of a replica is wrong.',
  'clock-drift': 'The clocks of a replica run too fast or too slow.',
};

export const faultKinds = Object.keys(faultPurposes) as readonly FaultKind[];
