import { isSpanContextValid, trace, type Attributes, type Context, type Link } from '@opentelemetry/api';

/** A link to the span of this context, where it has one: a message of another publisher need not. */
export function linksTo(ctx: Context, attributes?: Attributes): Link[] {
  const context = trace.getSpanContext(ctx);
  return context && isSpanContextValid(context) ? [{ context, ...(attributes && { attributes }) }] : [];
}
