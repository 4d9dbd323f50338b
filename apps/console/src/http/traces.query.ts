import { InvalidInput } from '@waybill/service';
import { z } from 'zod';
import type { TracePosition } from '../persistence/trace-queries.js';
import { SEVERITIES } from '../domain/trace/severity.js';
import { Name, wholeNumber } from './fields.js';

const DURATION_ERROR = 'must be a number of milliseconds, 0 or more';
const duration = z.string(DURATION_ERROR).trim().min(1, DURATION_ERROR).pipe(z.coerce.number(DURATION_ERROR));

export const TracesQuery = z.strictObject({
  service: Name.optional().describe('Traces with a span of this service'),
  event: Name.optional().describe('Traces with a message of this type: order.placed'),
  orderId: Name.optional().describe('Traces with a message about this order, batches included'),
  status: z.enum(SEVERITIES, `must be one of: ${SEVERITIES.join(', ')}`).optional(),
  minDurationMs: duration.pipe(z.number().min(0, DURATION_ERROR)).optional(),
  limit: wholeNumber(1, 200).default(50),
  cursor: Name.optional().describe('`nextCursor` of the page before'),
});
export type TracesQuery = z.output<typeof TracesQuery>;

/** Where a page ended, opaque to the caller. */
export function encodeCursor({ startNs, traceId }: TracePosition): string {
  return Buffer.from(`${startNs}.${traceId}`).toString('base64url');
}

const POSITION = /^(\d{1,18}|[1-8]\d{18}|9[01]\d{17})\.([\da-f]{32})$/;

/** @throws InvalidInput it is not one of `encodeCursor` */
export function decodeCursor(cursor: string | undefined): TracePosition | undefined {
  if (cursor === undefined) return undefined;
  const [, startNs, traceId] = POSITION.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (startNs !== undefined && traceId !== undefined) return { startNs, traceId };
  throw new InvalidInput([{ pointer: '/cursor', message: 'must be the nextCursor of an earlier response' }]);
}
