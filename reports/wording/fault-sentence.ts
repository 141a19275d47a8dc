import type { Fault, LinkEnd } from '../../harness/fault.ts';
import type { Ratio } from '../../harness/random.ts';
import { formatDuration, listOf, percent } from './quantities.ts';

/** What a fault does and to whom, as the plan has it: `a crash of the primary`. */
export function faultSentence(fault: Fault): string {
  switch (fault.kind) {
    case 'loss':
      return `${percent(fault.ratio)} of messages are lost`;
    case 'duplication':
      return `${percent(fault.ratio)} of messages arrive twice`;
    case 'delay':
      return `messages take ${formatDuration(fault.mean)} longer on average`;
    case 'reordering':
      return `${percent(fault.ratio)} of messages are held back for ${formatDuration(fault.hold)}`;
    case 'corruption':
      return `a bit turns over in ${percent(fault.ratio)} of messages`;
    case 'clogging':
      return `messages from ${node(fault.sender)} to ${node(fault.receiver)} are held back`;
    case 'cut':
      return `nothing passes from ${node(fault.sender)} to ${node(fault.receiver)}`;
    case 'partition':
      return `${listOf(fault.side.map(node))} cut off from the other replicas`;
    case 'client-cut':
      return `client ${fault.client} cut off from ${listOf(fault.replicas.map(node))}`;
    case 'slow-disk':
      return `the disk of ${node(fault.replica)} takes ${formatDuration(fault.mean)} longer`;
    case 'bit-flip':
      return `a bit turns over in the ${fault.zone} of ${node(fault.replica)}`;
    case 'misdirected-write':
      return `a write to the ${fault.zone} of ${node(fault.replica)} lands in another slot's place`;
    case 'crash':
      return `${node(fault.replica)} is down; ${writes(fault.lost, fault.torn)}`;
    case 'pause':
      return `${node(fault.replica)} is stopped, its memory kept`;
    case 'clock-offset':
      return `the wall clock of ${node(fault.replica)} is off by ${formatDuration(fault.offset)}`;
    default:
      return `the clocks of ${node(fault.replica)} ${drift(fault.gained)} a second`;
  }
}

function writes(lost: Ratio, torn: Ratio): string {
  return `of writes under way ${percent(lost)} lost, ${percent(torn)} of the rest torn`;
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
