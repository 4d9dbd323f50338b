import { InvalidInput } from '@waybill/service';
import { z } from 'zod';
import type { TracePosition } from '../application/trace-queries.js';
import { SEVERITIES } from '../domain/trace/severity.js';
import { Name } from './trace.fields.js';

const LIMIT_FAULT = 'must be a whole number from 1 to 200';
const DURATION_FAULT = 'must be a number of milliseconds, 0 or more';
const number = (fault: string) => z.string().trim().min(1, fault).pipe(z.coerce.number(fault));

export const TracesQuery = z.strictObject({
  service: Name.optional().describe('Traces with a span of this service'),
  event: Name.optional().describe('Traces with a message of this type: order.placed'),
  orderId: Name.optional().describe('Traces with a message about this order, batches included'),
  status: z.enum(SEVERITIES, `must be one of: ${SEVERITIES.join(', ')}`).optional(),
  minDurationMs: number(DURATION_FAULT).pipe(z.number().min(0, DURATION_FAULT)).optional(),
  limit: number(LIMIT_FAULT)
    .pipe(z.number().int(LIMIT_FAULT).min(1, LIMIT_FAULT).max(200, LIMIT_FAULT))
    .default(50),
  cursor: z.string().max(128).optional(),
});
export type TracesQuery = z.output<typeof TracesQuery>;

/** Where a page ended, as text that means nothing to the caller. */
export function encodeCursor({ startNs, traceId }: TracePosition): string {
  return Buffer.from(`${startNs}.${traceId}`).toString('base64url');
}

const POSITION = /^(\d{1,18}|[1-8]\d{18}|9[01]\d{17})\.([\da-f]{32})$/;

/** @throws InvalidInput where it is none of ours */
export function decodeCursor(cursor: string | undefined): TracePosition | undefined {
  if (cursor === undefined) return undefined;
  const [, startNs, traceId] = POSITION.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (startNs !== undefined && traceId !== undefined) return { startNs, traceId };
  throw new InvalidInput([{ pointer: '/cursor', message: 'must be the nextCursor of an earlier answer' }]);
}
