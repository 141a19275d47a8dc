import { readFileSync } from 'node:fs';
import { Message } from '../../cluster/wire/message.ts';

/** One message between the official client and a real server, in the order in which it was seen. */
export interface Captured {
  readonly connection: number;
  readonly from: 'client' | 'replica';
  readonly message: Message;
}

const file = new URL('./session.jsonl', import.meta.url);

export const capturedSession: readonly Captured[] = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => {
    const { connection, from, hex } = JSON.parse(line) as Omit<Captured, 'message'> & {
      readonly hex: string;
    };
    return { connection, from, message: new Message(Uint8Array.from(Buffer.from(hex, 'hex'))) };
  });
