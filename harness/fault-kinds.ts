import type { FaultKind } from './fault.ts';

/** Every kind of fault, and in one sentence what it does, in the order in which they are listed. */
export const faultPurposes: Readonly<Record<FaultKind, string>> = {
  loss: 'A share of all messages is lost.',
  duplication: 'A share of all messages arrives twice.',
  delay: 'All messages take longer.',
  reordering: 'A share of all messages is held back, so that later ones overtake it.',
  corruption: 'A share of all messages arrives with one bit turned over.',
  truncation: 'A share of all messages arrives without its end.',
  bandwidth: 'Links carry only so many bytes a second.',
  clogging: 'Links hold their messages back and deliver them later, in order.',
  cut: 'Nothing passes from one node to another; the other direction works.',
  flapping: 'Links are cut and mended, again and again.',
  partition: 'Replicas, and clients with them, are cut off from the other replicas.',
  'client-cut': 'A client can reach some replicas only, or none.',
  'slow-disk': 'Reads and writes of a disk take longer.',
  'bit-flip': 'A bit turns over at rest, in any zone of a data file.',
  'misdirected-write': "A journal write lands in another slot's place.",
  'read-error': 'Sectors cannot be read until they are written again.',
  'lost-write': 'A disk reports a write as done that it never did.',
  rollback: 'A part of a data file is again what it was a while ago.',
  'full-disk': 'A data file has no room to grow: its replica stops until there is some.',
  crash: 'A replica is down; writes under way are lost or torn.',
  'crash-loop': 'A replica goes down again and again.',
  reformat: 'A replica loses its data file, and recovers its place in the cluster.',
  pause: 'A replica is stopped, its memory kept, and goes on later.',
  'clock-offset': 'The wall clock of a replica is wrong.',
  'clock-drift': 'The clocks of a replica run too fast or too slow.',
  'clock-step': 'The wall clock of a replica jumps again and again, and adds it up.',
  'clock-strobe': 'The wall clock of a replica jumps away and back, again and again.',
};

export const faultKinds = Object.keys(faultPurposes) as readonly FaultKind[];
