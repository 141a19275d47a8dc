import { messageText } from '../../../cluster/wire/message-text.ts';
import { eventSentence } from '../../../reports/wording/event-sentence.ts';
import { faultSentence } from '../../../reports/wording/fault-sentence.ts';
import type { HistoryEvent } from '../../history.ts';
import { nodeCount, type Plan } from '../../plan.ts';
import type { Nanoseconds } from '../../time.ts';
import type { CrashedWriteFate, Fate, Passage, ReplicaVitals, Tracer } from '../../tracer.ts';
import { legend, signs, type TraceNode, traceLine } from './trace-line.ts';

const fates: Readonly<Record<Fate, { readonly sign: string; readonly note: string }>> = {
  sent: { sign: signs.sent, note: '' },
  doubled: { sign: signs.doubled, note: ', once more' },
  arrived: { sign: signs.arrived, note: '' },
  held: { sign: signs.held, note: ', held back by a clogged link' },
  lost: { sign: signs.lost, note: ', lost' },
  cut: { sign: signs.lost, note: ', lost on a link that is cut' },
  full: { sign: signs.lost, note: ', lost on a link that is full' },
};

function crashedWriteText({ zone, offset, sectors, written, garbage }: CrashedWriteFate): string {
  const what = `its write to ${zone} at byte ${offset}`;
  if (written === sectors) return `${what} got through`;
  if (written + garbage === 0) return `${what} was lost`;
  const noise = garbage > 0 ? `, and ${garbage} hold noise` : '';
  return `${what} was torn: ${written} of ${sectors} sectors were written${noise}`;
}

/** So much text is written at once. */
const chunkSize = 65_536;

export interface TracePrinterOptions {
  readonly plan: Plan;
  readonly write: (text: string) => void;
  /** Nothing is printed behind the first commit of this op; then `onUntil` is called, once. */
  readonly until: number | null;
  readonly onUntil: () => void;
  /** The phrase of a mark. */
  readonly phraseOf: (mark: string) => string;
}

/** Prints every message and every change of state of a run, a line each. */
export class TracePrinter implements Tracer {
  /** How many lines were printed, the legend aside. */
  lines = 0;
  readonly #options: TracePrinterOptions;
  readonly #replicas: number;
  #vitals: (replica: number) => ReplicaVitals | null = () => null;
  #text = `${legend.join('\n')}\n`;
  #ended = false;
  /** By session: its client. */
  readonly #clients: number[] = [];

  constructor(options: TracePrinterOptions) {
    this.#options = options;
    this.#replicas = nodeCount(options.plan.cluster);
  }

  /** Writes what is left. */
  close(): void {
    if (this.#text !== '') this.#options.write(this.#text);
    this.#text = '';
  }

  onOpen(vitals: (replica: number) => ReplicaVitals | null): void {
    this.#vitals = vitals;
  }

  onPassage({ time, fate, sender, receiver, message }: Passage): void {
    const { sign, note } = fates[fate];
    const arrived = fate === 'arrived';
    const node = this.#node(arrived ? receiver : sender);
    const other = this.#name(arrived ? sender : receiver);
    const text = `${messageText(message)} ${arrived ? 'from' : 'to'} ${other}${note}`;
    this.#print(time, node, sign, `${text}${arrived ? this.#received(node) : ''}`);
  }

  onCrashedWrites(time: Nanoseconds, replica: number, writes: readonly CrashedWriteFate[]): void {
    for (const write of writes) {
      this.#print(time, this.#node(replica), signs.damage, crashedWriteText(write));
    }
  }

  onReached(time: Nanoseconds, replica: number, mark: string): void {
    const node = this.#node(replica);
    this.#print(time, node, signs.mark, `${mark}: ${this.#options.phraseOf(mark)}`);
  }

  onEvent(event: HistoryEvent): void {
    if (event.kind === 'session') this.#clients[event.session] = event.client;
    const { node, sign } = this.#placeOf(event);
    this.#print(event.time, node, sign, `${eventSentence(event)}${this.#faultText(event)}`);
    const { until, onUntil } = this.#options;
    if (until === null || this.#ended || event.kind !== 'commit' || event.op < until) return;
    this.#ended = true;
    onUntil();
  }

  #faultText(event: HistoryEvent): string {
    const fault = event.kind === 'fault' ? this.#options.plan.faults[event.fault] : undefined;
    return fault === undefined ? '' : `; ${faultSentence(fault)}`;
  }

  #received(node: TraceNode): string {
    const down = node.kind === 'replica' && this.#vitals(node.index) === null;
    return down ? ', which is down' : '';
  }

  #placeOf(event: HistoryEvent): { readonly node: TraceNode | null; readonly sign: string } {
    switch (event.kind) {
      case 'commit':
      case 'state':
      case 'start':
      case 'crash':
      case 'pause':
      case 'resume':
        return { node: this.#node(event.replica), sign: signs[event.kind] };
      case 'panic':
      case 'broken-promise':
        return { node: this.#node(event.replica), sign: signs.crash };
      case 'digest':
        return { node: this.#node(event.replica), sign: signs.state };
      case 'session':
      case 'invoke':
        return { node: this.#clientOf(event.session), sign: signs.invoke };
      case 'reply':
        return { node: this.#clientOf(event.session), sign: signs.reply };
      case 'evicted':
        return { node: this.#clientOf(event.session), sign: signs.lost };
      case 'fault':
        return { node: null, sign: signs.fault };
      case 'fault-end':
        return { node: null, sign: signs.faultEnd };
      default:
        return { node: null, sign: signs.phase };
    }
  }

  #print(time: Nanoseconds, node: TraceNode | null, sign: string, text: string): void {
    if (this.#ended) return;
    const vitals = node?.kind === 'replica' ? this.#vitals(node.index) : null;
    this.#text += `${traceLine({ time, node, sign, text }, vitals, this.#options.plan.cluster)}\n`;
    this.lines += 1;
    if (this.#text.length >= chunkSize) this.close();
  }

  #node(node: number): TraceNode {
    if (node < this.#replicas) return { kind: 'replica', index: node };
    return { kind: 'client', index: node - this.#replicas };
  }

  #clientOf(session: number): TraceNode {
    return { kind: 'client', index: this.#clients[session] ?? 0 };
  }

  #name(node: number): string {
    const { kind, index } = this.#node(node);
    return `${kind} ${index}`;
  }
}
