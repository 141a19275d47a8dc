import type { StateMachine, Table, TableSnapshot } from '../../harness/environment.ts';

export const echoOperation = 146;
const pulseOperation = 128;

/** Counts what it executes and echoes it, so that every answer tells how much came before. */
export class BenchStateMachine implements StateMachine {
  count = 0;
  #hash = 0x811c9dc5;
  #pulseAt = 0n;

  valid(operation: number, body: Uint8Array): boolean {
    return operation === echoOperation && body.length % 8 === 0;
  }

  timestamps(operation: number, body: Uint8Array): number {
    return operation === pulseOperation ? 10 : body.length / 8;
  }

  pulseNeeded(timestamp: bigint): boolean {
    return this.#pulseAt !== 0n && this.#pulseAt <= timestamp;
  }

  commit(operation: number, timestamp: bigint, body: Uint8Array): Uint8Array {
    this.count++;
    this.#mix(operation);
    this.#mix(Number(timestamp & 0xffffffffn));
    for (const byte of body) this.#mix(byte);
    if (operation === pulseOperation) {
      this.#pulseAt = 0n;
      return new Uint8Array(0);
    }
    // Now and then something falls due a while later.
    if (body[0] === 7 && this.#pulseAt === 0n) this.#pulseAt = timestamp + 1_500_000_000n;
    const reply = new Uint8Array(8 + body.length);
    new DataView(reply.buffer).setUint32(0, this.count, true);
    new DataView(reply.buffer).setUint32(4, this.#hash, true);
    reply.set(body, 8);
    return reply;
  }

  digest(): string {
    return this.#hash.toString(16).padStart(32, '0');
  }

  snapshot(): readonly TableSnapshot[] {
    const bytes = new Uint8Array(16);
    const fields = new DataView(bytes.buffer);
    fields.setUint32(0, this.count, true);
    fields.setUint32(4, this.#hash, true);
    fields.setBigUint64(8, this.#pulseAt, true);
    const copy: Table['copy'] = (_first, _count, target, at) => target.set(bytes, at);
    return [{ recordSize: bytes.length, count: 1, changed: [[0, 1]], copy }];
  }

  restore([table]: readonly Table[]): void {
    const bytes = new Uint8Array(16);
    table?.copy(0, 1, bytes, 0);
    const fields = new DataView(bytes.buffer);
    this.count = fields.getUint32(0, true);
    this.#hash = fields.getUint32(4, true);
    this.#pulseAt = fields.getBigUint64(8, true);
  }

  #mix(value: number): void {
    this.#hash = Math.imul(this.#hash ^ value, 0x01000193) >>> 0;
  }
}
