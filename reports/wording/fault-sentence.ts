import { formatCount } from '../../harness/count-text.ts';
import type { Fault, FaultKind, FaultOf, LinkEnd } from '../../harness/fault.ts';
import type { Ratio } from '../../harness/random.ts';
import { formatDuration, listOf, percent } from './quantities.ts';

const sentences: { readonly [K in FaultKind]: (fault: FaultOf<K>) => string } = {
  loss: ({ ratio }) => `${percent(ratio)} of messages are lost`,
  duplication: ({ ratio }) => `${percent(ratio)} of messages arrive twice`,
  delay: (fault) => `messages take ${formatDuration(fault.mean)} longer ${distribution(fault)}`,
  reordering: ({ ratio, hold }) =>
    `${percent(ratio)} of messages are held back for ${formatDuration(hold)}`,
  corruption: ({ ratio }) => `a bit turns over in ${percent(ratio)} of messages`,
  truncation: ({ ratio }) => `${percent(ratio)} of messages arrive without their end`,
  bandwidth: (fault) =>
    `links ${ends(fault)} carry ${formatCount(fault.bytesPerSecond)} bytes a second`,
  clogging: (fault) => `messages ${ends(fault)} are held back`,
  cut: (fault) => `nothing passes ${ends(fault)}`,
  flapping: (fault) => `nothing passes ${ends(fault)} ${beats(fault)}`,
  partition: ({ side, blocked }) =>
    `${listOf(side.map(node))} ${separated(blocked)} the other replicas`,
  'client-cut': ({ client, replicas }) =>
    `client ${client} cut off from ${listOf(replicas.map(node))}`,
  'slow-disk': (fault) => `${diskOf(fault)} takes ${formatDuration(fault.mean)} longer`,
  'bit-flip': (fault) => `a bit turns over in ${place(fault)}`,
  'read-error': (fault) => `a part of ${place(fault)} cannot be read`,
  'misdirected-write': (fault) => `a write to ${place(fault)} lands in another slot's place`,
  'lost-write': (fault) => `a write to ${place(fault)} is reported, but never done`,
  rollback: (fault) => `${place(fault)} goes back to what it was`,
  'full-disk': ({ replica }) => `there is no room on the disk of ${node(replica)}`,
  crash: ({ replica, ...crash }) => `${node(replica)} is down; ${writes(crash)}`,
  'crash-loop': (fault) => `${node(fault.replica)} is down ${beats(fault)}; ${writes(fault)}`,
  reformat: ({ replica }) => `${node(replica)} loses its data file, and recovers its place`,
  pause: ({ replica }) => `${node(replica)} is stopped, its memory kept`,
  'clock-offset': ({ replica, offset }) =>
    `the wall clock of ${node(replica)} is off by ${formatDuration(offset)}`,
  'clock-drift': ({ replica, gained }) =>
    `the clocks of ${node(replica)} ${drift(gained)} a second`,
  'clock-step': ({ replica, step, every }) =>
    `the wall clock of ${node(replica)} jumps by ${formatDuration(step)} ` +
    `each ${formatDuration(every)}`,
  'clock-strobe': ({ replica, offset, every }) =>
    `the wall clock of ${node(replica)} jumps by ${formatDuration(offset)} ` +
    `and back each ${formatDuration(2 * every)}`,
};

/** What a fault does and to whom, as the plan has it: `a crash of the primary`. */
export function faultSentence<K extends FaultKind>(fault: FaultOf<K>): string {
  const sentence = sentences[fault.kind] as (fault: Fault) => string;
  return sentence(fault);
}

function ends({ sender, receiver }: { sender: LinkEnd; receiver: LinkEnd }): string {
  return `from ${node(sender)} to ${node(receiver)}`;
}

function beats({ down, up }: { down: number; up: number }): string {
  return `for ${formatDuration(down)} of each ${formatDuration(down + up)}`;
}

function place({ zone, replica }: { zone: string; replica: LinkEnd }): string {
  return `the ${zone} of ${node(replica)}`;
}

function writes({ lost, torn }: { lost: Ratio; torn: Ratio }): string {
  return `of writes under way ${percent(lost)} lost, ${percent(torn)} of the rest torn`;
}

function distribution({ distribution: shape }: FaultOf<'delay'>): string {
  if (shape === 'constant') return 'each';
  if (shape === 'uniform') return 'on average, up to twice that';
  return shape === 'long-tail' ? 'on average, a few of them very much' : 'on average';
}

function separated(blocked: 'in' | 'out' | undefined): string {
  if (blocked === undefined) return 'cut off from';
  return blocked === 'in' ? 'hearing nothing from' : 'not heard by';
}

function diskOf({ replica, only }: FaultOf<'slow-disk'>): string {
  const disk = `the disk of ${node(replica)}`;
  return only === undefined ? disk : `each of the ${only} on ${disk}`;
}

function drift(gained: number): string {
  return `${gained < 0 ? 'lose' : 'gain'} ${formatDuration(Math.abs(gained))}`;
}

function node(target: LinkEnd): string {
  if (typeof target === 'number') return `replica ${target}`;
  if (target === 'primary') return 'the primary';
  if (target === 'all') return 'all nodes';
  return target === 'backup' ? 'a backup' : target;
}
