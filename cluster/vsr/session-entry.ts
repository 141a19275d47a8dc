import type { Message } from '../wire/message.ts';

/** A client's session, and the answer to its last request. */
export interface SessionEntry {
  readonly client: bigint;
  /** The op of the register. */
  readonly session: number;
  /** Its place in the table of sessions and among the client replies; −1 once it was evicted. */
  readonly slot: number;
  /** The op of the last request that was executed. */
  commit: number;
  /** The number of that request. */
  request: number;
  /** What the reply is made of; null where the reply itself came from a checkpoint. */
  source: ReplySource | null;
  /**
   * The reply, as soon as someone needs it: most backups never do. Its header alone where it came
   * from a checkpoint and its body has not been read yet.
   */
  reply: Message | null;
  /** The op whose reply lies, or will lie, in the slot on disk; 0 where none does. */
  stored: number;
}

/** The header of a prepare, by itself, and the body of the answer. */
interface ReplySource {
  readonly prepare: Message;
  readonly body: Uint8Array;
}
