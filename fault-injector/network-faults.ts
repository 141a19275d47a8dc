import type { FaultKind, LinkEnd, NodeTarget, ReplicaTarget } from '../harness/fault.ts';
import type { Ratio } from '../harness/random.ts';
import { millisecond, second } from '../harness/time.ts';
import type { DrawScope } from './draw-scope.ts';
import { drawForce, drawReplica, type FaultDraw } from './fault-draw.ts';

/** Bad weather on all links, and links that carry nothing. */
export const networkFaults = {
  loss: {
    gap: 8 * second,
    span: 4 * second,
    draw: (scope, interval, force) => [
      { kind: 'loss', ...interval, ratio: drawPercent(scope, 1, 15, force) },
    ],
  },
  duplication: {
    gap: 12 * second,
    span: 5 * second,
    draw: (scope, interval, force) => [
      { kind: 'duplication', ...interval, ratio: drawPercent(scope, 1, 20, force) },
    ],
  },
  delay: {
    gap: 12 * second,
    span: 3 * second,
    draw: ({ random }, interval, force) => [
      { kind: 'delay', ...interval, mean: drawForce(random, millisecond, 60 * millisecond, force) },
    ],
  },
  reordering: {
    gap: 12 * second,
    span: 4 * second,
    draw: (scope, interval, force) => {
      const ratio = drawPercent(scope, 5, 30, force);
      const hold = drawForce(scope.random, 2 * millisecond, 100 * millisecond, force);
      return [{ kind: 'reordering', ...interval, ratio, hold }];
    },
  },
  corruption: {
    gap: 14 * second,
    span: 3 * second,
    draw: (scope, interval, force) => [
      { kind: 'corruption', ...interval, ratio: drawPercent(scope, 1, 10, force) },
    ],
  },
  truncation: {
    gap: 14 * second,
    span: 3 * second,
    draw: (scope, interval, force) => [
      { kind: 'truncation', ...interval, ratio: drawPercent(scope, 1, 10, force) },
    ],
  },
  bandwidth: {
    gap: 14 * second,
    span: 3 * second,
    draw: (scope, interval, force) => {
      // From 4 kB a second, where hardly a heartbeat gets through, to 400 kB.
      const share = Math.min(100, drawForce(scope.random, 1, 100, force));
      const bytesPerSecond = Math.floor(400_000 / share);
      return drawLinks(scope).map((link) => ({
        kind: 'bandwidth',
        ...interval,
        ...link,
        bytesPerSecond,
      }));
    },
  },
  clogging: {
    gap: 14 * second,
    span: second,
    draw: (scope, interval) =>
      drawLinks(scope).map((link) => ({ kind: 'clogging', ...interval, ...link })),
  },
  flapping: {
    gap: 16 * second,
    span: 4 * second,
    draw: (scope, interval) => {
      const down = scope.random.between(20 * millisecond, second);
      const up = scope.random.between(20 * millisecond, second);
      return drawLinks(scope).map((link) => ({ kind: 'flapping', ...interval, ...link, down, up }));
    },
  },
  cut: {
    gap: 12 * second,
    span: 2 * second,
    draw: (scope, interval) => {
      const node = drawNode(scope);
      const [sender, receiver] = scope.random.shuffled([node, drawOther(scope, node)]);
      if (sender === undefined || receiver === undefined) return [];
      return [{ kind: 'cut', ...interval, sender, receiver }];
    },
  },
  partition: {
    gap: 12 * second,
    span: 2 * second,
    draw: (scope, interval) => {
      if (scope.replicas === 1) return [];
      return [{ kind: 'partition', ...interval, side: drawSide(scope) }];
    },
  },
  'client-cut': {
    gap: 16 * second,
    span: 2 * second,
    draw: ({ random, replicas, clients }, interval) => {
      const client = random.below(clients);
      const some = random.shuffled(indexes(replicas)).slice(0, random.between(1, replicas));
      const all = random.below(2) === 0 ? indexes(replicas) : some;
      return [{ kind: 'client-cut', ...interval, client, replicas: all.toSorted((a, b) => a - b) }];
    },
  },
} as const satisfies Partial<Record<FaultKind, FaultDraw>>;

/** One that is alone, or up to half of the replicas; and sometimes clients with them. */
function drawSide(scope: DrawScope): readonly NodeTarget[] {
  const { random, replicas, clients } = scope;
  const most = Math.max(1, Math.floor(replicas / 2));
  const side: ReplicaTarget[] =
    random.below(2) === 0
      ? [drawReplica(scope)]
      : random.shuffled(indexes(replicas)).slice(0, random.between(1, most));
  if (random.below(3) > 0) return side;
  const some = random.shuffled(indexes(clients)).slice(0, random.between(1, clients));
  return [...side, ...some.map((client): NodeTarget => `client ${client}`)];
}

/** The links of a node in one direction: all of them, or the one to another. */
function drawLinks(scope: DrawScope): { readonly sender: LinkEnd; readonly receiver: LinkEnd }[] {
  const node = drawNode(scope);
  const other = scope.random.below(3) === 0 ? drawOther(scope, node) : 'all';
  const [sender, receiver] = scope.random.shuffled<LinkEnd>([node, other]);
  return sender === undefined || receiver === undefined ? [] : [{ sender, receiver }];
}

/** A replica; one time in four, and where there is only one replica, a client. */
function drawNode(scope: DrawScope): NodeTarget {
  const { random, replicas, clients } = scope;
  if (replicas === 1 || random.below(4) === 0) return `client ${random.below(clients)}`;
  return random.below(2) === 0 ? 'primary' : random.below(replicas);
}

/** Another end for a link of this node. */
function drawOther(scope: DrawScope, node: NodeTarget): NodeTarget {
  const { random, replicas } = scope;
  if (typeof node === 'number') return (node + random.between(1, replicas - 1)) % replicas;
  return node === 'primary' ? 'backup' : drawReplica(scope);
}

function drawPercent(
  { random }: DrawScope,
  minimum: number,
  maximum: number,
  force: number,
): Ratio {
  return [Math.min(100, drawForce(random, minimum, maximum, force)), 100];
}

function indexes(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
