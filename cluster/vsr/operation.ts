import type { Message } from '../wire/message.ts';
import type { BlockReference } from './block.ts';
import type { BlockReader } from './grid-state.ts';

/** What a replica has asked its storage for, remembered until the completion comes. */
export type Operation =
  | { readonly kind: 'superblock-read'; readonly copy: number }
  | { readonly kind: 'superblock-write'; readonly copy: number }
  | { readonly kind: 'superblock-repair'; readonly copy: number }
  | { readonly kind: 'recover-headers'; readonly offset: number }
  | { readonly kind: 'recover-prepare'; readonly slot: number }
  | { readonly kind: 'recover-fix'; readonly sector: number }
  | { readonly kind: 'write-prepare'; readonly slot: number }
  | { readonly kind: 'write-headers'; readonly sector: number }
  | { readonly kind: 'write-block'; readonly address: number }
  | {
      readonly kind: 'read-block';
      readonly reference: BlockReference;
      readonly reader: BlockReader;
    }
  | { readonly kind: 'write-reply'; readonly slot: number }
  | { readonly kind: 'read-reply'; readonly client: bigint; readonly slot: number }
  | {
      readonly kind: 'read-prepare';
      readonly slot: number;
      /** What is expected there; the very object, so that a rewritten slot is noticed. */
      readonly stored: Message;
      /** The replica that asked for it; null where it is read for the cache. */
      readonly destination: number | null;
    };
