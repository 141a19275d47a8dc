import { openSimulated } from '../../cluster/simulated/open-simulated.ts';
import type { CreateReplica, FormatReplica } from '../../cluster/simulated/replica-under-test.ts';
import { checksumHex } from '../../harness/checksum.ts';
import type { Cluster } from '../../harness/cluster.ts';
import type { StateMachine, Table, TableSnapshot } from '../../harness/environment.ts';
import { HistoryRecorder } from '../../harness/history/recorder.ts';
import type { History } from '../../harness/history.ts';
import type { Plan } from '../../harness/plan.ts';
import { runPlan } from '../../harness/run.ts';
import type { Workload } from '../../harness/workload.ts';

const echoOperation = 200;

/** Answers with what it was asked, and with how many it was asked before. */
class EchoMachine implements StateMachine {
  #committed = 0;
  #digest = '0'.repeat(32);

  valid(operation: number): boolean {
    return operation === echoOperation;
  }
  timestamps(): number {
    return 1;
  }
  pulseNeeded(): boolean {
    return false;
  }
  commit(operation: number, timestamp: bigint, body: Uint8Array): Uint8Array {
    const reply = new Uint8Array(16 + body.length);
    const fields = new DataView(reply.buffer);
    fields.setUint32(0, this.#committed++, true);
    fields.setUint32(4, operation, true);
    fields.setBigUint64(8, timestamp, true);
    reply.set(body, 16);
    this.#digest = checksumHex(new TextEncoder().encode(this.#digest + checksumHex(reply)));
    return reply;
  }
  digest(): string {
    return this.#digest;
  }
  snapshot(): readonly TableSnapshot[] {
    const bytes = new TextEncoder().encode(`${this.#digest}${this.#committed}`.padEnd(64));
    const copy: Table['copy'] = (_first, _count, target, at) => target.set(bytes, at);
    return [{ recordSize: bytes.length, count: 1, changed: [[0, 1]], copy }];
  }
  restore([table]: readonly Table[]): void {
    const bytes = new Uint8Array(64);
    table?.copy(0, 1, bytes, 0);
    const text = new TextDecoder().decode(bytes);
    this.#digest = text.slice(0, 32);
    this.#committed = Number(text.slice(32));
  }
}

/** Bodies of many sizes, the last of them as large as fits. */
function echoWorkload(bodySizeMax: number): Workload {
  return {
    request(stage, index) {
      const size = stage === 'last' ? 32 : 16 + ((index * 997) % (bodySizeMax - 16));
      const body = new Uint8Array(size).fill(index % 256);
      new DataView(body.buffer).setUint32(0, index, true);
      return { operation: echoOperation, body, events: 1, expected: () => null };
    },
  };
}

export interface EchoRun {
  readonly plan: Plan;
  readonly createReplica?: CreateReplica;
  readonly format?: FormatReplica;
  /** Seen when it is opened. */
  readonly onOpen?: (cluster: Cluster) => void;
}

export async function runEcho({ plan, onOpen, ...replicas }: EchoRun): Promise<History> {
  const recorder = new HistoryRecorder();
  await runPlan({
    plan,
    workload: echoWorkload(plan.cluster.configuration.messageSizeMax - 256 - 64),
    recorder,
    signal: new AbortController().signal,
    breathe: () => Promise.resolve(),
    open: (parts) => {
      const cluster = openSimulated({
        ...parts,
        ...replicas,
        stateMachine: () => new EchoMachine(),
      });
      onOpen?.(cluster);
      return cluster;
    },
  });
  return recorder.history();
}
