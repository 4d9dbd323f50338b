import {
  context,
  INVALID_SPAN_CONTEXT,
  trace,
  type Context,
  type Span,
  type SpanOptions,
  type Tracer,
  type TracerProvider,
} from '@opentelemetry/api';
import { tracerOf } from '../tracer.js';

/** For third-party instrumentations: spans under recorded spans, and no roots. */
export const childrenOnly: TracerProvider = {
  getTracer: (name) => new ChildrenOnlyTracer(name),
};

type Run = (span: Span) => unknown;

class ChildrenOnlyTracer implements Tracer {
  constructor(private readonly name: string) {}

  startSpan(name: string, options?: SpanOptions, ctx: Context = context.active()): Span {
    const parent = trace.getSpan(ctx);
    const tracer = parent?.isRecording() ? tracerOf(this.name) : undefined;
    return (
      tracer?.startSpan(name, options, ctx) ??
      trace.wrapSpanContext(parent?.spanContext() ?? INVALID_SPAN_CONTEXT)
    );
  }

  startActiveSpan<F extends Run>(name: string, ...rest: [F] | [SpanOptions, F] | [SpanOptions, Context, F]) {
    const run = rest.at(-1) as (span: Span) => ReturnType<F>;
    const options = rest.length > 1 ? (rest[0] as SpanOptions) : undefined;
    const ctx = rest.length > 2 ? (rest[1] as Context) : context.active();
    const span = this.startSpan(name, options, ctx);
    return context.with(trace.setSpan(ctx, span), run, undefined, span);
  }
}
