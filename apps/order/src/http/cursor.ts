import { InvalidInput } from '@waybill/service';
import type { z } from 'zod';

/** Where a page ended, as text that means nothing to the caller. */
export function encodeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** @throws InvalidInput where it is none of ours */
export function decodeCursor<Schema extends z.ZodType>(
  schema: Schema,
  cursor: string | undefined,
): z.output<Schema> | undefined {
  if (cursor === undefined) return undefined;
  const parsed = schema.safeParse(parse(cursor));
  if (parsed.success) return parsed.data;
  throw new InvalidInput([{ pointer: '/cursor', message: 'must be the nextCursor of an earlier answer' }]);
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    // Not JSON is not ours either, which is what the schema says of undefined.
    return undefined;
  }
}
