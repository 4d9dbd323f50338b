import { z } from 'zod';
import type { EventContract } from './define-event.js';

export type JsonSchema = Record<string, unknown>;

/**
 * What the event's data must be, as JSON Schema (2020-12; draft 7 where another format builds on that). A refinement
 * that only code can check is not in it.
 */
export function jsonSchemaOf(
  { schema }: EventContract,
  target: 'draft-2020-12' | 'draft-7' = 'draft-2020-12',
): JsonSchema {
  // The input: fields that a reader does not know are left out, not refused.
  return z.toJSONSchema(schema, { io: 'input', target }) as JsonSchema;
}
