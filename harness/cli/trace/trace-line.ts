import type { ClusterShape } from '../../plan.ts';
import type { Nanoseconds } from '../../time.ts';
import type { ReplicaVitals } from '../../tracer.ts';

/** One line of a trace, before it is laid out in columns. */
export interface TraceEntry {
  readonly time: Nanoseconds;
  /** Who it happens to: a replica, a client, or null for the run as a whole. */
  readonly node: TraceNode | null;
  readonly sign: string;
  readonly text: string;
}

export interface TraceNode {
  readonly kind: 'replica' | 'client';
  readonly index: number;
}

/** What each sign says; the order is that of the legend. */
export const signs = {
  sent: '>',
  arrived: '<',
  lost: 'x',
  doubled: '"',
  held: '=',
  invoke: '?',
  reply: 'A',
  commit: '.',
  state: '~',
  start: '^',
  crash: '!',
  damage: '%',
  pause: 'z',
  resume: 'Z',
  fault: '*',
  faultEnd: '/',
  mark: '#',
  phase: '-',
} as const;

const statuses: Readonly<Record<ReplicaVitals['status'], string>> = {
  normal: '.',
  'view-change': 'v',
  recovering: 'r',
  'recovering-head': 'h',
};

const statusesKnown = new Map<string, string>(Object.entries(statuses));

/** The lines that explain all others. */
export const legend: readonly string[] = [
  'seconds · node · sign · role (each replica has a column) and status · view · ' +
    'checkpoint/commit_min/commit_max · chain_min..op of the journal · dirty/faulty slots · ' +
    'pipeline/queue · what happened',
  'signs   > sent  < arrived  x lost  " doubled  = held back  ? asked  A answered  . committed  ' +
    '~ other state  ^ start  ! crash  % write at a crash  z paused  Z goes on  * fault  / its end  # rare branch  ' +
    '- phase',
  'roles   P primary  b backup  s standby  - down     status  . normal  v view change  r recovering  ' +
    'h recovering head',
];

/**
 * A line of a trace.
 * @param vitals of the replica that the line is about; null for others, and while it is down
 */
export function traceLine(
  entry: TraceEntry,
  vitals: ReplicaVitals | null,
  { replicas, standbys = 0 }: Pick<ClusterShape, 'replicas' | 'standbys'>,
): string {
  const { time, node, sign, text } = entry;
  const seconds = (time / 1e9).toFixed(9).padStart(14);
  const name = node === null ? '  ' : `${node.kind === 'client' ? 'c' : ' '}${node.index}`;
  const known = vitals === null ? ''.padEnd(vitalsWidth) : vitalsText(vitals);
  const role = node?.kind === 'replica' ? roleOf(node.index < replicas, vitals) : '';
  const column = role === '' ? 0 : (node?.index ?? 0) + 1;
  const roles = role.padStart(column).padEnd(replicas + standbys);
  const status = role === '' || vitals === null ? ' ' : (statusesKnown.get(vitals.status) ?? '?');
  return `${seconds} ${name.padEnd(3)} ${sign} ${roles}${status} ${known} ${text}`;
}

function roleOf(votes: boolean, vitals: ReplicaVitals | null): string {
  if (vitals === null) return '-';
  if (vitals.primary) return 'P';
  return votes ? 'b' : 's';
}

const vitalsWidth = 41;

function vitalsText(vitals: ReplicaVitals): string {
  const { view, checkpointOp, commitMin, commitMax, chainMin, op } = vitals;
  const { dirty, faulty, pipeline, queue } = vitals;
  return [
    `V${view}`.padEnd(3),
    `C${checkpointOp}/${commitMin}/${commitMax}`.padEnd(13),
    `J${chainMin}..${op}`.padEnd(10),
    `D${dirty}/${faulty}`.padEnd(5),
    `P${pipeline}/${queue}`.padEnd(6),
  ]
    .join(' ')
    .padEnd(vitalsWidth);
}
