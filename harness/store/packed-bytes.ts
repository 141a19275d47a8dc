import { assert } from '../assert.ts';
import type { ReplyBytes } from '../history.ts';
import { unpackMember, unpackMembers } from './gzip-members.ts';

/** Up to this size bytes are unpacked once and for all. */
const unpackedMax = 16 * 1024 * 1024;

/** Members that stay unpacked: those that are read in turns. */
const recentMax = 4;

/**
 * What a gzip file holds, whole where it is small and otherwise unpacked member by member.
 * @throws DamagedError where a member is cut off or was changed
 */
export function openPacked(file: Uint8Array): ReplyBytes {
  const ats: number[] = [];
  const ends: number[] = [];
  let unpacked: Uint8Array[] = [];
  let length = 0;
  for (const { at, bytes } of unpackMembers(file)) {
    length += bytes.length;
    ats.push(at);
    ends.push(length);
    if (length <= unpackedMax) unpacked.push(bytes);
    else unpacked = [];
  }
  if (length > unpackedMax) return new PackedBytes(file, ats, ends);
  const joined = new Uint8Array(length);
  unpacked.forEach((bytes, member) => joined.set(bytes, (ends[member] as number) - bytes.length));
  return joined;
}

/** Bytes that stay packed: a long run's replies take several times as much otherwise. */
class PackedBytes implements ReplyBytes {
  readonly length: number;
  readonly #file: Uint8Array;
  /** By member: where it stands in the file, and which byte of all is the first behind it. */
  readonly #ats: readonly number[];
  readonly #ends: readonly number[];
  /** The latest of them last. */
  readonly #recent = new Map<number, Uint8Array>();

  constructor(file: Uint8Array, ats: readonly number[], ends: readonly number[]) {
    this.#file = file;
    this.#ats = ats;
    this.#ends = ends;
    this.length = ends.at(-1) ?? 0;
  }

  subarray(from: number, until: number): Uint8Array {
    assert(0 <= from && from <= until && until <= this.length, 'what is asked for lies within');
    if (from === until) return new Uint8Array(0);
    let member = this.#memberOf(from);
    const first = this.#start(member);
    if (until <= (this.#ends[member] as number)) {
      return this.#unpacked(member).subarray(from - first, until - first);
    }
    const joined = new Uint8Array(until - from);
    for (; member < this.#ends.length && this.#start(member) < until; member++) {
      const start = this.#start(member);
      const end = this.#ends[member] as number;
      const part = this.#unpacked(member).subarray(
        Math.max(from, start) - start,
        Math.min(until, end) - start,
      );
      joined.set(part, Math.max(from, start) - from);
    }
    return joined;
  }

  #start(member: number): number {
    return this.#ends[member - 1] ?? 0;
  }

  /** The member that holds a byte: the first that ends behind it. */
  #memberOf(position: number): number {
    let low = 0;
    let high = this.#ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ends[middle] as number) > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #unpacked(member: number): Uint8Array {
    const known = this.#recent.get(member);
    if (known !== undefined) return known;
    const { bytes } = unpackMember(this.#file, this.#ats[member] as number);
    const [oldest] = this.#recent.keys();
    if (oldest !== undefined && this.#recent.size >= recentMax) this.#recent.delete(oldest);
    this.#recent.set(member, bytes);
    return bytes;
  }
}
