import { isSpanContextValid, trace, type Attributes, type Context, type Link } from '@opentelemetry/api';

/** A link to the span of this context, if it has one: a message of another publisher may have none. */
export function linksTo(ctx: Context, attributes?: Attributes): Link[] {
  const context = trace.getSpanContext(ctx);
  return context && isSpanContextValid(context) ? [{ context, ...(attributes && { attributes }) }] : [];
}
