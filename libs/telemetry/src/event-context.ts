import { createContextKey, type Context } from '@opentelemetry/api';

const EVENT_ID = createContextKey('waybill event id');

/** A context that knows which event is being handled, so that every log line written in it says so. */
export function withEventId(ctx: Context, eventId: string): Context {
  return ctx.setValue(EVENT_ID, eventId);
}

export function eventIdOf(ctx: Context): string | undefined {
  return ctx.getValue(EVENT_ID) as string | undefined;
}
