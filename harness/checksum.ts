/* oxlint-disable typescript/no-non-null-assertion -- the tables hold every index of a byte */
import { assert } from './assert.ts';
import { tagHex } from './tag-hex.ts';

/**
 * TigerBeetle's checksum: AEGIS-128L as a MAC with zero key and zero nonce, all data absorbed as
 * associated data, a tag of 128 bits. Four T-tables and the state in int locals, because that is
 * four times as fast as a state in an array.
 * Source: the AEGIS draft (AEAD form), facts 4.2 for the parameters.
 */

const t0 = new Int32Array(256);
const t1 = new Int32Array(256);
const t2 = new Int32Array(256);
const t3 = new Int32Array(256);

function double(x: number): number {
  return ((x << 1) ^ (x & 0x80 ? 0x11b : 0)) & 0xff;
}

function fillTables(): void {
  // Walk the multiplicative group with the generator 3 and its inverse at once (FIPS 197).
  let p = 1;
  let q = 1;
  const substitution = new Uint8Array(256);
  do {
    p = p ^ double(p);
    q ^= q << 1;
    q ^= q << 2;
    q ^= q << 4;
    q &= 0xff;
    if (q & 0x80) q ^= 0x09;
    const rotations = (q << 1) ^ (q << 2) ^ (q << 3) ^ (q << 4);
    substitution[p] = (q ^ rotations ^ (rotations >>> 8) ^ 0x63) & 0xff;
  } while (p !== 1);
  substitution[0] = 0x63;
  for (let x = 0; x < 256; x++) {
    const s = substitution[x] as number;
    const s2 = double(s);
    const t = s2 | (s << 8) | (s << 16) | ((s2 ^ s) << 24);
    t0[x] = t;
    t1[x] = (t << 8) | (t >>> 24);
    t2[x] = (t << 16) | (t >>> 16);
    t3[x] = (t << 24) | (t >>> 8);
  }
}

fillTables();

const zeroBlock = new DataView(new ArrayBuffer(32));
const stateInitial = initialState();
const scratch = new Int32Array(32);
const tailBytes = new Uint8Array(32);
const tail = new DataView(tailBytes.buffer);
const lengthBlocks = new DataView(new ArrayBuffer(7 * 32));

function initialState(): Int32Array {
  const c0 = [0x02010100, 0x0d080503, 0x59372215, 0x6279e990].map((x) => x | 0);
  const c1 = [0x55183ddb, 0xf12fc26d, 0x42311120, 0xdd28b573].map((x) => x | 0);
  const zero = [0, 0, 0, 0];
  const state = Int32Array.from([zero, c1, c0, c1, zero, c0, c1, c0].flat());
  for (let round = 0; round < 10; round++) absorb(state, zeroBlock, 0, 32);
  return state;
}

/** Absorbs whole blocks of 32 bytes into `state`, in place. */
// oxlint-disable-next-line max-lines-per-function -- the state lives in locals: four times as fast
function absorb(state: Int32Array, data: DataView, from: number, until: number): void {
  let a0 = state[0] as number;
  let a1 = state[1] as number;
  let a2 = state[2] as number;
  let a3 = state[3] as number;
  let b0 = state[4] as number;
  let b1 = state[5] as number;
  let b2 = state[6] as number;
  let b3 = state[7] as number;
  let c0 = state[8] as number;
  let c1 = state[9] as number;
  let c2 = state[10] as number;
  let c3 = state[11] as number;
  let d0 = state[12] as number;
  let d1 = state[13] as number;
  let d2 = state[14] as number;
  let d3 = state[15] as number;
  let e0 = state[16] as number;
  let e1 = state[17] as number;
  let e2 = state[18] as number;
  let e3 = state[19] as number;
  let f0 = state[20] as number;
  let f1 = state[21] as number;
  let f2 = state[22] as number;
  let f3 = state[23] as number;
  let g0 = state[24] as number;
  let g1 = state[25] as number;
  let g2 = state[26] as number;
  let g3 = state[27] as number;
  let h0 = state[28] as number;
  let h1 = state[29] as number;
  let h2 = state[30] as number;
  let h3 = state[31] as number;
  // biome-ignore format: a line a column of an AES round; the columns rotate for ShiftRows
  for (let at = from; at < until; at += 32) {
    const z0 = h0;
    const z1 = h1;
    const z2 = h2;
    const z3 = h3;
    h0 ^= t0[g0 & 255]! ^ t1[(g1 >>> 8) & 255]! ^ t2[(g2 >>> 16) & 255]! ^ t3[g3 >>> 24]!;
    h1 ^= t0[g1 & 255]! ^ t1[(g2 >>> 8) & 255]! ^ t2[(g3 >>> 16) & 255]! ^ t3[g0 >>> 24]!;
    h2 ^= t0[g2 & 255]! ^ t1[(g3 >>> 8) & 255]! ^ t2[(g0 >>> 16) & 255]! ^ t3[g1 >>> 24]!;
    h3 ^= t0[g3 & 255]! ^ t1[(g0 >>> 8) & 255]! ^ t2[(g1 >>> 16) & 255]! ^ t3[g2 >>> 24]!;
    g0 ^= t0[f0 & 255]! ^ t1[(f1 >>> 8) & 255]! ^ t2[(f2 >>> 16) & 255]! ^ t3[f3 >>> 24]!;
    g1 ^= t0[f1 & 255]! ^ t1[(f2 >>> 8) & 255]! ^ t2[(f3 >>> 16) & 255]! ^ t3[f0 >>> 24]!;
    g2 ^= t0[f2 & 255]! ^ t1[(f3 >>> 8) & 255]! ^ t2[(f0 >>> 16) & 255]! ^ t3[f1 >>> 24]!;
    g3 ^= t0[f3 & 255]! ^ t1[(f0 >>> 8) & 255]! ^ t2[(f1 >>> 16) & 255]! ^ t3[f2 >>> 24]!;
    f0 ^= t0[e0 & 255]! ^ t1[(e1 >>> 8) & 255]! ^ t2[(e2 >>> 16) & 255]! ^ t3[e3 >>> 24]!;
    f1 ^= t0[e1 & 255]! ^ t1[(e2 >>> 8) & 255]! ^ t2[(e3 >>> 16) & 255]! ^ t3[e0 >>> 24]!;
    f2 ^= t0[e2 & 255]! ^ t1[(e3 >>> 8) & 255]! ^ t2[(e0 >>> 16) & 255]! ^ t3[e1 >>> 24]!;
    f3 ^= t0[e3 & 255]! ^ t1[(e0 >>> 8) & 255]! ^ t2[(e1 >>> 16) & 255]! ^ t3[e2 >>> 24]!;
    e0 ^= t0[d0 & 255]! ^ t1[(d1 >>> 8) & 255]! ^ t2[(d2 >>> 16) & 255]! ^ t3[d3 >>> 24]!;
    e0 ^= data.getInt32(at + 16, true);
    e1 ^= t0[d1 & 255]! ^ t1[(d2 >>> 8) & 255]! ^ t2[(d3 >>> 16) & 255]! ^ t3[d0 >>> 24]!;
    e1 ^= data.getInt32(at + 20, true);
    e2 ^= t0[d2 & 255]! ^ t1[(d3 >>> 8) & 255]! ^ t2[(d0 >>> 16) & 255]! ^ t3[d1 >>> 24]!;
    e2 ^= data.getInt32(at + 24, true);
    e3 ^= t0[d3 & 255]! ^ t1[(d0 >>> 8) & 255]! ^ t2[(d1 >>> 16) & 255]! ^ t3[d2 >>> 24]!;
    e3 ^= data.getInt32(at + 28, true);
    d0 ^= t0[c0 & 255]! ^ t1[(c1 >>> 8) & 255]! ^ t2[(c2 >>> 16) & 255]! ^ t3[c3 >>> 24]!;
    d1 ^= t0[c1 & 255]! ^ t1[(c2 >>> 8) & 255]! ^ t2[(c3 >>> 16) & 255]! ^ t3[c0 >>> 24]!;
    d2 ^= t0[c2 & 255]! ^ t1[(c3 >>> 8) & 255]! ^ t2[(c0 >>> 16) & 255]! ^ t3[c1 >>> 24]!;
    d3 ^= t0[c3 & 255]! ^ t1[(c0 >>> 8) & 255]! ^ t2[(c1 >>> 16) & 255]! ^ t3[c2 >>> 24]!;
    c0 ^= t0[b0 & 255]! ^ t1[(b1 >>> 8) & 255]! ^ t2[(b2 >>> 16) & 255]! ^ t3[b3 >>> 24]!;
    c1 ^= t0[b1 & 255]! ^ t1[(b2 >>> 8) & 255]! ^ t2[(b3 >>> 16) & 255]! ^ t3[b0 >>> 24]!;
    c2 ^= t0[b2 & 255]! ^ t1[(b3 >>> 8) & 255]! ^ t2[(b0 >>> 16) & 255]! ^ t3[b1 >>> 24]!;
    c3 ^= t0[b3 & 255]! ^ t1[(b0 >>> 8) & 255]! ^ t2[(b1 >>> 16) & 255]! ^ t3[b2 >>> 24]!;
    b0 ^= t0[a0 & 255]! ^ t1[(a1 >>> 8) & 255]! ^ t2[(a2 >>> 16) & 255]! ^ t3[a3 >>> 24]!;
    b1 ^= t0[a1 & 255]! ^ t1[(a2 >>> 8) & 255]! ^ t2[(a3 >>> 16) & 255]! ^ t3[a0 >>> 24]!;
    b2 ^= t0[a2 & 255]! ^ t1[(a3 >>> 8) & 255]! ^ t2[(a0 >>> 16) & 255]! ^ t3[a1 >>> 24]!;
    b3 ^= t0[a3 & 255]! ^ t1[(a0 >>> 8) & 255]! ^ t2[(a1 >>> 16) & 255]! ^ t3[a2 >>> 24]!;
    a0 ^= t0[z0 & 255]! ^ t1[(z1 >>> 8) & 255]! ^ t2[(z2 >>> 16) & 255]! ^ t3[z3 >>> 24]!;
    a0 ^= data.getInt32(at + 0, true);
    a1 ^= t0[z1 & 255]! ^ t1[(z2 >>> 8) & 255]! ^ t2[(z3 >>> 16) & 255]! ^ t3[z0 >>> 24]!;
    a1 ^= data.getInt32(at + 4, true);
    a2 ^= t0[z2 & 255]! ^ t1[(z3 >>> 8) & 255]! ^ t2[(z0 >>> 16) & 255]! ^ t3[z1 >>> 24]!;
    a2 ^= data.getInt32(at + 8, true);
    a3 ^= t0[z3 & 255]! ^ t1[(z0 >>> 8) & 255]! ^ t2[(z1 >>> 16) & 255]! ^ t3[z2 >>> 24]!;
    a3 ^= data.getInt32(at + 12, true);
  }
  state[0] = a0;
  state[1] = a1;
  state[2] = a2;
  state[3] = a3;
  state[4] = b0;
  state[5] = b1;
  state[6] = b2;
  state[7] = b3;
  state[8] = c0;
  state[9] = c1;
  state[10] = c2;
  state[11] = c3;
  state[12] = d0;
  state[13] = d1;
  state[14] = d2;
  state[15] = d3;
  state[16] = e0;
  state[17] = e1;
  state[18] = e2;
  state[19] = e3;
  state[20] = f0;
  state[21] = f1;
  state[22] = f2;
  state[23] = f3;
  state[24] = g0;
  state[25] = g1;
  state[26] = g2;
  state[27] = g3;
  state[28] = h0;
  state[29] = h1;
  state[30] = h2;
  state[31] = h3;
}

/**
 * Writes 128 bits that tell `data[from, until)` from other bytes into `target` at `offset` (u128,
 * little-endian). The bytes of `target` may lie in `data`, outside of the range.
 */
export type Checksum = (
  data: Uint8Array,
  from: number,
  until: number,
  target: Uint8Array,
  offset: number,
) => void;

/**
 * Writes the 16-byte tag of `data[from, until)` into `target` at `offset` (u128, little-endian).
 * The bytes of `target` may lie in `data`, outside of the range.
 */
export function checksum(
  data: Uint8Array,
  from: number,
  until: number,
  target: Uint8Array,
  offset: number,
): void {
  assert(0 <= from && from <= until && until <= data.length, 'checksum range is outside the data');
  assert(offset + 16 <= target.length, 'checksum does not fit into its target');
  const state = scratch;
  state.set(stateInitial);
  const size = until - from;
  const whole = size - (size % 32);
  if (whole > 0) absorb(state, new DataView(data.buffer, data.byteOffset + from, whole), 0, whole);
  if (whole < size) {
    tailBytes.fill(0);
    tailBytes.set(data.subarray(from + whole, until));
    absorb(state, tail, 0, 32);
  }
  finish(state, size);
  for (let i = 0; i < 4; i++) {
    let word = 0;
    for (let block = 0; block < 7; block++) word ^= state[block * 4 + i] as number;
    target[offset + i * 4] = word;
    target[offset + i * 4 + 1] = word >>> 8;
    target[offset + i * 4 + 2] = word >>> 16;
    target[offset + i * 4 + 3] = word >>> 24;
  }
}

/** Absorbs the length seven times: u64 bits of associated data, u64 zero bits of plaintext. */
function finish(state: Int32Array, size: number): void {
  const low = (size * 8) | 0;
  const high = Math.trunc(size / 0x20000000);
  // All seven at once: state goes into locals and back a single time.
  for (let at = 0; at < lengthBlocks.byteLength; at += 16) {
    lengthBlocks.setInt32(at, (state[8] as number) ^ low, true);
    lengthBlocks.setInt32(at + 4, (state[9] as number) ^ high, true);
    lengthBlocks.setInt32(at + 8, state[10] as number, true);
    lengthBlocks.setInt32(at + 12, state[11] as number, true);
  }
  absorb(state, lengthBlocks, 0, lengthBlocks.byteLength);
}

/** The tag of all of `data` as 32 hexadecimal digits, in the order of its bytes. */
export function checksumHex(data: Uint8Array): string {
  const tag = new Uint8Array(16);
  checksum(data, 0, data.length, tag, 0);
  return tagHex(tag);
}
