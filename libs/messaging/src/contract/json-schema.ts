import { z } from 'zod';
import type { EventContract } from './define-event.js';
import { isMarked, mapFields } from './personal.js';

/** A JSON Schema of draft 7. */
export type JsonSchema = Record<string, unknown>;

/**
 * What the event's data must be, as JSON Schema of draft 7, which AsyncAPI builds on. A refinement that only code can
 * check is not in it.
 */
export function jsonSchemaOf({ schema }: EventContract): JsonSchema {
  // The input: fields that a reader does not know are left out, not refused.
  return z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }) as JsonSchema;
}

/** A personal field on the wire. */
const SEALED = {
  type: 'string',
  pattern: '^sealed:1:[0-9a-f-]{36}:[A-Za-z0-9_-]+$',
  description:
    'Personal data: the id of the key, and the value as JSON under AES-256-GCM in base64url. docs/headers.md has the form.',
};
/** What a publisher sends on of which the person was erased. */
const ERASED = { type: 'object', properties: { withheld: { const: 'erased' } }, required: ['withheld'] };
const EXAMPLE = 'sealed:1:019abc12-3456-7abc-8def-0123456789ab:bm90LXJlYWxseS1lbmNyeXB0ZWQ';

/** The same of what goes on the wire, with an example, where fields are personal; undefined where none is. */
export function wireFormOf(contract: EventContract): { schema: JsonSchema; example?: unknown } | undefined {
  const { schema, personal, example } = contract;
  if (!personal) return undefined;
  return {
    schema: z.toJSONSchema(schema, {
      io: 'input',
      target: 'draft-7',
      override({ zodSchema, jsonSchema }) {
        if (!isMarked(zodSchema)) return;
        for (const name of Object.keys(jsonSchema)) delete jsonSchema[name];
        Object.assign(jsonSchema, { anyOf: [SEALED, ERASED] });
      },
    }) as JsonSchema,
    ...(example !== undefined && { example: mapFields(example, personal, () => EXAMPLE) }),
  };
}
