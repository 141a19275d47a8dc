import type { Message } from '../wire/message.ts';

/** A client's session, and the answer to its last request. */
export interface SessionEntry {
  readonly client: bigint;
  /** The op of the register. */
  readonly session: number;
  /** The op of the last request that was executed. */
  commit: number;
  /** The number of that request. */
  request: number;
  /** The header of its prepare, and the body of the answer: all that the reply is made of. */
  prepare: Message;
  body: Uint8Array;
  /** The reply itself, as soon as someone needs it: most backups never do. */
  reply: Message | null;
}
