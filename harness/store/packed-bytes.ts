import { assert } from '../assert.ts';
import type { ReplyBytes } from '../history.ts';
import { unpackMember, unpackMembers } from './gzip-members.ts';

/** Up to this size bytes are unpacked once and for all. */
const unpackedMax = 16 * 1024 * 1024;

/** Members that stay unpacked: those that are read in turns. */
const recentMax = 4;

/** Gives a part of a file's bytes: from (inclusive) until. */
export type ReadPart = (from: number, until: number) => Uint8Array;

/**
 * What a gzip file holds: whole where it is small, otherwise read and unpacked member by member.
 * @param file all of its bytes, which are not kept
 * @param read reads a part of them once more
 * @throws DamagedError where a member is cut off or was changed
 */
export function openPacked(file: Uint8Array, read: ReadPart): ReplyBytes {
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
  if (length > unpackedMax) return new PackedBytes(read, [...ats, file.length], ends);
  const joined = new Uint8Array(length);
  unpacked.forEach((bytes, member) => joined.set(bytes, (ends[member] as number) - bytes.length));
  return joined;
}

/** Bytes that stay packed, on disk: a long run's replies take more room than all checkers. */
class PackedBytes implements ReplyBytes {
  readonly length: number;
  readonly #read: ReadPart;
  /** By member: where it stands in the file, and which byte of all is the first behind it. */
  readonly #ats: readonly number[];
  readonly #ends: readonly number[];
  /** The latest of them last. */
  readonly #recent = new Map<number, Uint8Array>();

  constructor(read: ReadPart, ats: readonly number[], ends: readonly number[]) {
    this.#read = read;
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
    const from = this.#ats[member] as number;
    const { bytes } = unpackMember(this.#read(from, this.#ats[member + 1] as number), 0);
    const [oldest] = this.#recent.keys();
    if (oldest !== undefined && this.#recent.size >= recentMax) this.#recent.delete(oldest);
    this.#recent.set(member, bytes);
    return bytes;
  }
}
