import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { DamagedError, packMembers, unpackMembers } from '../../harness/store/gzip-members.ts';
import { openPacked } from '../../harness/store/packed-bytes.ts';

const parts = ['one', 'two, and more of it', '', 'three'].map((text) => Buffer.from(text));
const packed = packMembers(parts);

function unpacked(file: Uint8Array): string[] {
  return [...unpackMembers(file)].map(({ bytes }) => Buffer.from(bytes).toString());
}

describe('a gzip file of several members', () => {
  test('is one that gunzip unpacks, and comes back part by part', () => {
    expect(gunzipSync(packed)).toEqual(Buffer.concat(parts));
    expect(unpacked(packed)).toEqual(parts.map(String));
    expect(unpacked(packMembers([]))).toEqual(['']);
    expect(unpacked(gzipSync('by another hand'))).toEqual(['by another hand']);
  });

  test('may have headers with a name, a comment and more', () => {
    const plain = gzipSync('x');
    const header = Buffer.from(plain.subarray(0, 10));
    header[3] = 2 | 4 | 8 | 16;
    const extra = Buffer.from([3, 0, 1, 2, 3]);
    const file = Buffer.concat([
      header,
      extra,
      Buffer.from('name\0comment\0'),
      Buffer.from([7, 7]),
      plain.subarray(10),
    ]);
    expect(unpacked(file)).toEqual(['x']);
  });

  const damages: readonly (readonly [string, Uint8Array])[] = [
    ['nothing', new Uint8Array(0)],
    ['no gzip file', Buffer.from('no gzip file')],
    ['cut off in a member', packed.subarray(0, packed.length - 12)],
    ['cut off in a trailer', packed.subarray(0, packed.length - 3)],
    ['cut off in a header', packed.subarray(0, 5)],
    ['followed by something else', Buffer.concat([packed, Buffer.from('more')])],
    ['another checksum', packed.with(packed.length - 8, (packed.at(-8) as number) ^ 1)],
    ['another size', packed.with(packed.length - 4, (packed.at(-4) as number) ^ 1)],
  ];

  test.each(damages)('is damaged where it is %s', (_, file) => {
    expect(() => unpacked(file)).toThrow(DamagedError);
  });

  test('an error that is not damage stays what it is', () => {
    expect(() => unpacked(null as unknown as Uint8Array)).toThrow(TypeError);
  });
});

describe('bytes that stay packed', () => {
  const size = 1_000_000;
  const many = Array.from({ length: 20 }, (_, part) =>
    Uint8Array.from({ length: size }, (_, at) => (at * (part + 1)) & 0xff),
  );
  const whole = Buffer.concat(many);
  const file = packMembers(many);
  const bytes = openPacked(file, (from, until) => file.slice(from, until));

  test('are the same bytes, within a member and across several', () => {
    expect(bytes).not.toBeInstanceOf(Uint8Array);
    expect(bytes.length).toBe(whole.length);
    const places = [0, 1, size - 1, size, size + 1, 3 * size - 7, whole.length - 1, whole.length];
    for (const from of places) {
      for (const length of [0, 1, 5, size, 2 * size + 3]) {
        const until = Math.min(whole.length, from + length);
        const got = Buffer.from(bytes.subarray(from, until));
        expect(got.equals(whole.subarray(from, until)), `${from} to ${until}`).toBe(true);
      }
    }
  });

  test('are not asked for beyond their end', () => {
    expect(() => bytes.subarray(whole.length, whole.length + 1)).toThrow(/lies within/);
  });

  test('are unpacked at once where they are few', () => {
    const few = openPacked(packed, () => expect.unreachable('all is there'));
    expect(few).toBeInstanceOf(Uint8Array);
    expect(Buffer.from(few as Uint8Array)).toEqual(Buffer.concat(parts));
  });
});
