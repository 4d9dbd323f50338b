import { z } from 'zod';
import type { EventContract } from './define-event.js';

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
