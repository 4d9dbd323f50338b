import { z } from 'zod';
import { MessagingError } from '../errors.js';
import { MOST_KEYS } from '../personal/key-reader.js';
import type { InspectionRequest, InspectionRequests } from './protocol.js';

/** The request is not as the protocol says. */
export class InvalidInspectionRequest extends MessagingError {
  readonly code = 'INVALID_REQUEST';
}

const nothing = z.record(z.string(), z.never());
const text = z.string().min(1).max(1_024);

/** What may be requested, and how much at once: the limits keep a reply from slowing down the events. */
export const REQUEST_SCHEMAS: {
  [Request in InspectionRequest]: z.ZodType<InspectionRequests[Request]['request']>;
} = {
  describe: nothing,
  'outbox.status': nothing,
  'outbox.rows': z.strictObject({ limit: z.int().min(1).max(200) }),
  'outbox.retry': z.strictObject({ id: z.string().regex(/^\d{1,18}$/, 'must be the id of an outbox row') }),
  'outbox.find': z.union([z.strictObject({ key: text }), z.strictObject({ eventId: text })]),
  'inbox.find': z.strictObject({ eventIds: z.array(text).max(500) }),
  'dead-letters.check': z.strictObject({
    consumer: text,
    subject: text,
    headers: z.record(z.string(), z.string()),
    payload: z.string(),
  }),
  'personal.keys': z.strictObject({ keyIds: z.array(z.uuid()).min(1).max(MOST_KEYS) }),
  'personal.erase': z.strictObject({ dataSubject: text, by: text.optional() }),
  'faults.list': nothing,
  'faults.set': z.strictObject({ name: text, value: z.number() }),
  'consumers.rewind': z.strictObject({
    consumer: text,
    to: z.union([
      z.literal('beginning'),
      z.strictObject({ time: z.iso.datetime({ offset: true }) }),
      z.strictObject({ sequence: z.int().min(1) }),
    ]),
    repeat: z.boolean(),
  }),
  'consumers.rebuild': z.strictObject({ consumer: text, partial: z.boolean() }),
  'consumers.forget': z.strictObject({
    keep: z.array(text).max(10_000),
    types: z.array(z.strictObject({ consumer: text, type: text })).max(1_000),
    removed: z.array(text).max(10_000),
    dryRun: z.boolean(),
  }),
  'consumers.pause': z.strictObject({
    consumer: text,
    forMs: z
      .number()
      .min(1)
      .max(90 * 24 * 60 * 60 * 1000)
      .optional(),
    reason: text.optional(),
  }),
  'consumers.resume': z.strictObject({ consumer: text }),
  'topology.wanted': nothing,
  'audit.list': z.strictObject({
    limit: z.int().min(1).max(200),
    before: z.iso.datetime({ offset: true, precision: 6 }).optional(),
  }),
  'counters.count': z.strictObject({ since: z.iso.datetime({ offset: true }) }),
};

export const INSPECTION_REQUESTS = Object.keys(REQUEST_SCHEMAS) as InspectionRequest[];

/** @throws InvalidInspectionRequest */
export function readRequest<Request extends InspectionRequest>(
  request: Request,
  payload: unknown,
): InspectionRequests[Request]['request'] {
  const parsed = REQUEST_SCHEMAS[request].safeParse(payload ?? {});
  if (parsed.success) return parsed.data;
  throw new InvalidInspectionRequest(`${request}: ${z.prettifyError(parsed.error)}`, { cause: parsed.error });
}
