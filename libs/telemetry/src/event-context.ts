import { createContextKey, type Context } from '@opentelemetry/api';

const EVENT_ID = createContextKey('waybill event id');

/** A context with the id of the event that is being handled, for the log lines that are written in it. */
export function withEventId(ctx: Context, eventId: string): Context {
  return ctx.setValue(EVENT_ID, eventId);
}

export function eventIdOf(ctx: Context): string | undefined {
  return ctx.getValue(EVENT_ID) as string | undefined;
}
