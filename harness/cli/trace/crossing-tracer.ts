import {
  commands,
  commit,
  common,
  getPrepare,
  headerSize,
  prepare,
  prepareOk,
  reply,
  request,
} from '../../../cluster/wire/header.ts';
import { Message } from '../../../cluster/wire/message.ts';
import type { Crossing, Moment, Trace } from '../../crossing.ts';
import type { HistoryEvent } from '../../history.ts';
import type { Fate, Passage, Tracer } from '../../tracer.ts';

/** More messages than this are not kept. */
const crossingsMax = 2000;

const names = new Map<number, string>(
  Object.entries(commands).map(([name, number]) => [number, name]),
);

/** Which messages are wanted, besides all of view changes. */
export interface Wanted {
  /** How many of the nodes are replicas; the others are clients. */
  readonly replicas: number;
  readonly ops: ReadonlySet<number>;
  /** Of whom: the client's number and its session's own number of the request, as `2/17`. */
  readonly requests: ReadonlySet<string>;
}

type Growing = { -readonly [Field in keyof Crossing]: Crossing[Field] };

/**
 * Keeps the messages that a violation may have to do with: those that carry an op or a request that
 * is wanted, those of view changes, and whatever arrived just before a replica committed an op that
 * is wanted or changed its state.
 */
export class CrossingTracer implements Tracer {
  readonly #wanted: Wanted;
  readonly #kept = new Set<Growing>();
  /** Those under way, by their bytes, which are the same array from the sender to the receiver. */
  readonly #underWay = new WeakMap<Uint8Array, Growing[]>();
  /** By replica: what it was handed last. */
  readonly #lastArrived: (Growing | undefined)[] = [];
  #events = 0;
  #order = 0;
  #leftOut = 0;

  constructor(wanted: Wanted) {
    this.#wanted = wanted;
  }

  trace(): Trace {
    return {
      vivarium: 'trace',
      version: 1,
      crossings: [...this.#kept].toSorted((a, b) => a.sent.order - b.sent.order),
      leftOut: this.#leftOut,
    };
  }

  onPassage({ time, fate, sender, receiver, message }: Passage): void {
    if (message.length < headerSize) return;
    const moment: Moment = { time, events: this.#events, order: this.#order++ };
    if (fate === 'sent' || fate === 'doubled') {
      this.#send(message, sender, receiver, moment);
      return;
    }
    const open = this.#underWay.get(message) ?? [];
    const at = open.findIndex(
      (each) => each.receiver === receiver && each.sender === sender && isOpen(each.fate),
    );
    const crossing = open[at];
    // A message that was damaged on its way arrives as another, which its receiver throws away.
    if (crossing === undefined) return;
    crossing.fate = fate;
    if (fate !== 'arrived') return;
    crossing.arrived = moment;
    open.splice(at, 1);
    if (receiver < this.#wanted.replicas) this.#lastArrived[receiver] = crossing;
  }

  onEvent(event: HistoryEvent): void {
    this.#events += 1;
    const decisive =
      event.kind === 'state' ||
      event.kind === 'panic' ||
      (event.kind === 'commit' && this.#wanted.ops.has(event.op));
    if (!decisive) return;
    const last = this.#lastArrived[event.replica];
    if (last?.arrived?.time === event.time) this.#keep(last);
  }

  #send(bytes: Uint8Array, sender: number, receiver: number, sent: Moment): void {
    const message = new Message(bytes);
    const command = names.get(message.command);
    if (command === undefined) return;
    const crossing: Growing = {
      command,
      sender,
      receiver,
      view: message.u32(common.view),
      op: opOf(message),
      sent,
      arrived: null,
      fate: 'sent',
    };
    const open = this.#underWay.get(bytes);
    if (open === undefined) this.#underWay.set(bytes, [crossing]);
    else open.push(crossing);
    if (this.#isWanted(message, crossing)) this.#keep(crossing);
  }

  #keep(crossing: Growing): void {
    if (this.#kept.size < crossingsMax || this.#kept.has(crossing)) this.#kept.add(crossing);
    else this.#leftOut += 1;
  }

  #isWanted(message: Message, { command, sender, op }: Crossing): boolean {
    const { ops, requests, replicas } = this.#wanted;
    switch (command) {
      case 'request':
        return requests.has(`${sender - replicas}/${message.u32(request.request)}`);
      case 'prepare':
      case 'prepare_ok':
      case 'reply':
      case 'get_prepare':
        return op !== null && ops.has(op);
      default:
        return ['exit_view', 'join_view', 'view', 'eviction'].includes(command);
    }
  }
}

function isOpen(fate: Fate): boolean {
  return fate === 'sent' || fate === 'held';
}

const opFields = new Map<number, number>([
  [commands.prepare, prepare.op],
  [commands.prepare_ok, prepareOk.op],
  [commands.reply, reply.op],
  [commands.commit, commit.commit],
  [commands.get_prepare, getPrepare.prepare_op],
]);

function opOf(message: Message): number | null {
  const at = opFields.get(message.command);
  return at === undefined ? null : Number(message.u64Big(at));
}
