import { z } from 'zod';
import { faultSchema } from './fault-schema.ts';
import { planSchema } from './plan-schema.ts';
import { list } from './schema-parts.ts';

/** The files that people write, by the name that `vivarium schema` takes. */
export const schemaNames = ['plan', 'faults'] as const;

export type SchemaName = (typeof schemaNames)[number];

const titles: Readonly<Record<SchemaName, string>> = {
  plan: 'A plan of vivarium: all that will happen in a run',
  faults: 'A list of faults for vivarium run --faults',
};

/** What an editor needs to complete and check such a file: a JSON Schema of draft 2020-12. */
export function jsonSchema(name: SchemaName): object {
  const schema = name === 'plan' ? planSchema : list(faultSchema);
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  // A plan in JSON may name its schema, too.
  const own = rest.properties && {
    properties: { $schema: { type: 'string' }, ...rest.properties },
  };
  return { $schema, title: titles[name], ...rest, ...own };
}
