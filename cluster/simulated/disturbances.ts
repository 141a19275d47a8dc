import { headerSize } from '../../harness/environment.ts';
import type { FaultOf } from '../../harness/fault.ts';
import type { Random } from '../../harness/random.ts';
import { type Nanoseconds, second } from '../../harness/time.ts';

/** A fault that strikes links, with randomness of its own, so that it disturbs no other draw. */
export interface Disturbance {
  readonly fault: FaultOf<
    'loss' | 'duplication' | 'delay' | 'reordering' | 'corruption' | 'truncation' | 'bandwidth'
  >;
  readonly random: Random;
  /** Of a bandwidth: when each of its links has carried all that was sent so far. */
  readonly freeAt: Map<number, Nanoseconds>;
}

/** What is to become of a message that is being sent. */
export interface Passage {
  link: number;
  now: Nanoseconds;
  bytes: Uint8Array;
  lost: boolean;
  copies: number;
  latency: Nanoseconds;
}

/** What would wait longer for its turn is lost, as from a full buffer. */
const waitMax: Nanoseconds = second;

/** Lets a disturbance change what is to become of a message. */
export function disturb({ fault, random, freeAt }: Disturbance, passage: Passage): void {
  switch (fault.kind) {
    case 'loss':
      if (random.chance(fault.ratio)) passage.lost = true;
      break;
    case 'duplication':
      if (random.chance(fault.ratio)) passage.copies++;
      break;
    case 'delay':
      passage.latency += drawDelay(fault, random);
      break;
    case 'reordering':
      if (random.chance(fault.ratio)) passage.latency += fault.hold;
      break;
    case 'corruption':
      if (random.chance(fault.ratio)) passage.bytes = corrupted(passage.bytes, random);
      break;
    case 'truncation':
      if (random.chance(fault.ratio)) passage.bytes = truncated(passage.bytes, random);
      break;
    case 'bandwidth':
      throttle(fault.bytesPerSecond, freeAt, passage);
      break;
  }
}

/** One message after the other: those before this one have to be through first. */
function throttle(
  bytesPerSecond: number,
  freeAt: Map<number, Nanoseconds>,
  passage: Passage,
): void {
  const { link, now } = passage;
  const free = freeAt.get(link);
  if (free === undefined) return;
  const wait =
    Math.max(0, free - now) + Math.ceil((passage.bytes.length * second) / bytesPerSecond);
  if (wait > waitMax) {
    passage.lost = true;
    return;
  }
  freeAt.set(link, now + wait);
  passage.latency += wait;
}

/** An infinite mean cannot be drawn from: the tail is cut where it is 1,024 times its beginning. */
const tailSteps = 65_536;
const tailStepMin = 64;
/** The mean of what is drawn, in units of the tail's beginning, about ln(1,024). */
const tailMean = 7;

function drawDelay({ mean, distribution }: FaultOf<'delay'>, random: Random): Nanoseconds {
  switch (distribution) {
    case 'constant':
      return mean;
    case 'uniform':
      return random.between(0, 2 * mean);
    case 'long-tail':
      return Math.floor(
        (Math.floor(mean / tailMean) * tailSteps) / random.between(tailStepMin, tailSteps),
      );
    default:
      return random.exponential(mean);
  }
}

/** A copy with one bit turned over, half of the time in the header: the original is shared. */
function corrupted(message: Uint8Array, random: Random): Uint8Array {
  if (message.length === 0) return message;
  const copy = message.slice();
  const size = random.below(2) === 0 ? Math.min(headerSize, copy.length) : copy.length;
  const bit = random.below(8 * size);
  const at = bit >>> 3;
  copy[at] = (copy[at] as number) ^ (1 << (bit & 7));
  return copy;
}

/** What was there up to some byte; it may be none. */
function truncated(message: Uint8Array, random: Random): Uint8Array {
  return message.length === 0 ? message : message.subarray(0, random.below(message.length));
}
