/** A checksum of 16 bytes as 32 hexadecimal digits, in the order of its bytes. */
export function tagHex(tag: Uint8Array): string {
  for (let at = 0; at < 16; at++) {
    hexCodes[2 * at] = digits.charCodeAt((tag[at] as number) >>> 4);
    hexCodes[2 * at + 1] = digits.charCodeAt((tag[at] as number) & 15);
  }
  // One string, where adding up digits would make sixteen.
  return String.fromCharCode(...hexCodes);
}

const digits = '0123456789abcdef';
const hexCodes = Array.from({ length: 32 }, () => 0);
