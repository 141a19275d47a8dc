import { z } from 'zod';
import { formatCount } from '../count-text.ts';
import { exactDuration, parseDuration } from '../duration-text.ts';
import { suggestion } from '../nearest.ts';
import type { Ratio } from '../random.ts';
import { minute, type Nanoseconds } from '../time.ts';

/** The words for schemas of files that people write: every message is the end of a sentence. */

type Raw = { readonly code?: string; readonly input?: unknown };

/** Longest span that a file may ask for: a day. */
const durationMax: Nanoseconds = 24 * 60 * minute;

/** For an `error` option: what is expected, and what is there instead. */
export function expected(what: string): (issue: Raw) => string {
  return ({ input }) => (input === undefined ? `is missing: ${what}` : `must be ${what}`);
}

export const text = z.string({
  error: ({ input }) =>
    typeof input === 'number' || typeof input === 'boolean'
      ? `must be text: write "${input}" in quotes`
      : expected('text')({ input }),
});

export function literal<T extends string | number>(value: T): z.ZodLiteral<T> {
  return z.literal(value, { error: expected(JSON.stringify(value)) });
}

export function oneOf<const T extends string>(words: readonly T[]): z.ZodEnum<{ [W in T]: W }> {
  return z.enum(words, {
    error: ({ input }) => {
      const said = expected(words.length === 1 ? String(words[0]) : `one of ${words.join(', ')}`)({
        input,
      });
      return typeof input === 'string' ? said + suggestion(input, words) : said;
    },
  }) as z.ZodEnum<{ [W in T]: W }>;
}

/** An integer from `minimum` to `maximum`. */
export function whole(minimum: number, maximum: number): z.ZodNumber {
  const error = expected(`a whole number from ${formatCount(minimum)} to ${formatCount(maximum)}`);
  return z.number({ error }).int({ error }).min(minimum, { error }).max(maximum, { error });
}

/** Nanoseconds, or text such as `1.5s`. A JSON Schema of it is given by hand: a transform has none. */
export function duration(minimum: Nanoseconds): z.ZodType<Nanoseconds> {
  const check = z.unknown().transform((value, context) => {
    const parsed = typeof value === 'string' ? parseDuration(value) : value;
    if (
      typeof parsed === 'number' &&
      Number.isSafeInteger(parsed) &&
      Math.abs(parsed) <= durationMax &&
      parsed >= minimum
    ) {
      return parsed;
    }
    const least = leastWords(minimum);
    const what = `a duration${least} as whole nanoseconds or like "1.5s", up to a day`;
    context.addIssue({ code: 'custom', message: expected(what)({ input: value }) });
    return z.NEVER;
  });
  const integer = { type: 'integer', minimum: Math.max(minimum, -durationMax) };
  const words = {
    type: 'string',
    pattern: String.raw`^\s*\d+(\.\d+)?\s*(ns|us|µs|ms|s|m|min|h|d)\s*$`,
  };
  return check.meta({ anyOf: [{ ...integer, maximum: durationMax }, words] });
}

function leastWords(minimum: Nanoseconds): string {
  if (minimum < 0) return '';
  if (minimum === 0) return ' from 0';
  return minimum === 1 ? ' above 0' : ` from ${exactDuration(minimum)}`;
}

/** `[1, 100]`, or text such as `1/100`: a probability. */
export const ratio: z.ZodType<Ratio> = z
  .unknown()
  .transform((value, context): Ratio => {
    const parts = typeof value === 'string' ? /^(\d+)\s*\/\s*(\d+)$/.exec(value.trim()) : null;
    const pair: unknown = parts === null ? value : [Number(parts[1]), Number(parts[2])];
    if (Array.isArray(pair) && pair.length === 2 && pair.every((n) => Number.isSafeInteger(n))) {
      const [numerator, denominator] = pair as [number, number];
      if (0 <= numerator && numerator <= denominator && denominator > 0) {
        return [numerator, denominator];
      }
    }
    const what = 'a ratio from 0 to 1 of whole numbers, like [1, 100] or "1/100"';
    context.addIssue({ code: 'custom', message: expected(what)({ input: value }) });
    return z.NEVER;
  })
  .meta({
    anyOf: [
      { type: 'string', pattern: String.raw`^\s*\d+\s*/\s*\d+\s*$` },
      { type: 'array', items: { type: 'integer', minimum: 0 }, minItems: 2, maxItems: 2 },
    ],
  });

export function list<T extends z.ZodType>(element: T): z.ZodArray<T> {
  return z.array(element, { error: expected('a list') });
}

/** An object with exactly these fields. */
export function object<S extends z.ZodRawShape>(shape: S): z.ZodObject<S, z.core.$strict> {
  const names = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return expected(`an object`)(issue);
      const [key = ''] = (issue as { keys?: string[] }).keys ?? [];
      const guess = suggestion(key, names);
      return `has no field "${key}"${guess === '' ? `: it has ${names.join(', ')}` : guess}`;
    },
  });
}
