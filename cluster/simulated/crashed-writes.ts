import { sectorSize } from '../../harness/environment.ts';
import type { CrashedWriteFate } from '../../harness/tracer.ts';
import type { CrashedWrite, WrittenPart } from './torn-writes.ts';

/** What a crash made of each write that was under way, for whoever traces the run. */
export function fatesOf(
  under: readonly CrashedWrite[],
  parts: readonly WrittenPart[],
): CrashedWriteFate[] {
  return under.map(({ zone, offset, data }) => {
    const own = parts.filter(
      (part) => part.zone === zone && part.offset >= offset && part.offset < offset + data.length,
    );
    const sectorsOf = (garbage: boolean): number =>
      own
        .filter((part) => part.garbage === garbage)
        .reduce((sum, part) => sum + part.data.length / sectorSize, 0);
    const sectors = data.length / sectorSize;
    return { zone, offset, sectors, written: sectorsOf(false), garbage: sectorsOf(true) };
  });
}
