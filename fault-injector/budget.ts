import { type Fault, slotsPerChunk } from '../harness/fault.ts';
import { type Nanoseconds, second } from '../harness/time.ts';

/**
 * What may be broken, so that a cluster *must* come through it: it answers everything after
 * healing, and loses nothing that it acknowledged. The whole of it:
 *
 * - **Bit flips.** A prepare that was acknowledged lies on a replication quorum. So of each chunk
 *   of the journal (16 slots: the headers of one sector, and their prepares) at most one replica
 *   less than that quorum may rot: one good copy survives. Which chunk a flip strikes is known
 *   beforehand only by its remainder (see `slotsPerChunk`), so all chunks of a remainder count as
 *   one. Headers and prepares count together: a prepare holds its header too, but a torn write may
 *   take 15 neighbours of a header along, and then their prepares are all that this replica has of
 *   them. With one replica there is no second copy, and nothing may rot.
 * - **Torn writes.** They hit only what was under way, hence never acknowledged; but they can leave
 *   a replica unsure of its head. It then must not vote until a primary has told it. So at most as
 *   many may tear as a view change can do without, and before another does there must be a calm
 *   stretch in which the first ones can ask. Two replicas can't do without either, so there crashes
 *   may lose writes but not tear them. One replica votes for itself: what is torn it never
 *   answered. No chunk counts as rotten for it: rot keeps away from the chunk where the head is,
 *   and a torn repair of an older slot harms a copy that was bad before, or (its neighbours)
 *   headers only.
 * - **Down at once.** At most as many as a view change can do without; one, where that is none:
 *   then nothing goes on until it is back.
 *
 * Loss, delays, cuts, partitions, pauses, slow disks and wrong clocks cost progress while they last
 * and nothing afterwards: they have no limit.
 */
export function withinBudget(faults: readonly Fault[], replicas: number): string | null {
  return (
    rotExceeds(faults, replicas) ?? downExceeds(faults, replicas) ?? tornExceeds(faults, replicas)
  );
}

/** By number of replicas, as TigerBeetle has them (facts 5). */
const replicationQuorums = [0, 1, 2, 2, 2, 3, 3];
const viewChangeQuorums = [0, 1, 2, 2, 3, 3, 4];

/** How many replicas may lose the same chunk. */
export function rotMax(replicas: number): number {
  return (replicationQuorums[replicas] as number) - 1;
}

/** How many replicas a view change can do without. */
export function absentMax(replicas: number): number {
  return replicas - (viewChangeQuorums[replicas] as number);
}

/** Long enough for a replica that is unsure of its head to hear from a primary. */
export const calmStretch: Nanoseconds = 5 * second;

type Crash = Extract<Fault, { kind: 'crash' }>;

/** Chunks of the same remainder are struck alike, however long the journal is at the time. */
function chunkClass(slot: number, replicas: number): number {
  return Math.floor(slot / slotsPerChunk) % replicas;
}

function rotExceeds(faults: readonly Fault[], replicas: number): string | null {
  const struck = Array.from({ length: replicas }, () => new Set<string>());
  for (const [position, fault] of faults.entries()) {
    if (fault.kind !== 'bit-flip') continue;
    if (replicas === 1) return `fault ${position} flips a bit of the only copy there is`;
    const owners = struck[chunkClass(fault.slot, replicas)] as Set<string>;
    // A symbolic target may be another replica each time.
    owners.add(typeof fault.replica === 'number' ? `${fault.replica}` : `fault ${position}`);
    if (owners.size <= rotMax(replicas)) continue;
    return (
      `fault ${position} may flip a bit of the last good copy of slot ${fault.slot}: ` +
      `of ${replicas} replicas ${rotMax(replicas)} may lose the same 16 slots`
    );
  }
  return null;
}

function downExceeds(faults: readonly Fault[], replicas: number): string | null {
  const most = Math.max(1, absentMax(replicas));
  const crashes = crashesOf(faults);
  for (const { fault, position } of crashes) {
    const down = crashes.filter(({ fault: other }) => lies(other, fault.from));
    if (countReplicas(down) <= most) continue;
    return (
      `fault ${position} may take down ${most + 1} of ${replicas} replicas at once, ` +
      `and no more than ${most} may be down; move it, or end the crashes before it sooner`
    );
  }
  return null;
}

function tornExceeds(faults: readonly Fault[], replicas: number): string | null {
  if (replicas === 1) return null;
  const most = absentMax(replicas);
  let unsure: { readonly fault: Crash; readonly position: number }[] = [];
  let calmFrom: Nanoseconds = 0;
  for (const crash of crashesOf(faults).filter(({ fault }) => fault.torn[0] > 0)) {
    if (hasCalm(faults, calmFrom, crash.fault.from)) unsure = [];
    unsure.push(crash);
    calmFrom = Math.max(calmFrom, crash.fault.until);
    if (countReplicas(unsure) <= most) continue;
    if (most === 0)
      return `fault ${crash.position} tears writes: with 2 replicas a crash may only lose them`;
    return (
      `fault ${crash.position} may leave torn writes on ${most + 1} of ${replicas} replicas, and ` +
      `no more than ${most} may have them: begin it ${calmStretch / second} s without faults ` +
      `after the crash before it, or set its torn to 0/1`
    );
  }
  return null;
}

function crashesOf(
  faults: readonly Fault[],
): { readonly fault: Crash; readonly position: number }[] {
  return faults
    .flatMap((fault, position) => (fault.kind === 'crash' ? [{ fault, position }] : []))
    .toSorted((a, b) => a.fault.from - b.fault.from);
}

function countReplicas(
  crashes: readonly { readonly fault: Crash; readonly position: number }[],
): number {
  return new Set(
    crashes.map(({ fault, position }) =>
      typeof fault.replica === 'number' ? `${fault.replica}` : `fault ${position}`,
    ),
  ).size;
}

function lies(fault: Fault, moment: Nanoseconds): boolean {
  return fault.from <= moment && (moment < fault.until || moment === fault.from);
}

/** Whether between the two moments there is a calm stretch: what disturbs ends, and leaves time. */
function hasCalm(faults: readonly Fault[], from: Nanoseconds, until: Nanoseconds): boolean {
  const disturbing = faults.filter(disturbs).toSorted((a, b) => a.from - b.from);
  let calmSince = from;
  for (const fault of disturbing) {
    if (fault.from >= until) break;
    if (fault.from - calmSince >= calmStretch) return true;
    calmSince = Math.max(calmSince, fault.until);
  }
  return until - calmSince >= calmStretch;
}

/** Whether a replica may fail to reach another while it lasts, or hardly get on. */
function disturbs(fault: Fault): boolean {
  switch (fault.kind) {
    case 'cut':
    case 'partition':
    case 'crash':
    case 'pause':
      return true;
    case 'loss':
      return 4 * fault.ratio[0] > fault.ratio[1];
    case 'delay':
    case 'slow-disk':
      return fault.mean > second / 4;
    case 'reordering':
      return fault.hold > second;
    default:
      return false;
  }
}
