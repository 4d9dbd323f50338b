import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
  type ReadableSpan,
  type Sampler,
} from '@opentelemetry/sdk-trace';

/** Everything that the test file's process records, as it ends. */
export class RecordedSpans {
  private readonly exporter = new InMemorySpanExporter();
  private readonly provider: TracerProvider;

  private constructor(sampler?: Sampler) {
    this.provider = new TracerProvider({
      sampler,
      spanProcessors: [new SimpleSpanProcessor({ exporter: this.exporter })],
    });
  }

  /** Registers OpenTelemetry for this process. Once per test file: each has globals of its own. */
  static start(sampler?: Sampler): RecordedSpans {
    const recorded = new RecordedSpans(sampler);
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    propagation.setGlobalPropagator(
      new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }),
    );
    trace.setGlobalTracerProvider(recorded.provider);
    return recorded;
  }

  all(): ReadableSpan[] {
    return this.exporter.getFinishedSpans();
  }

  ofTrace(traceId: string): ReadableSpan[] {
    return this.all().filter((span) => span.spanContext().traceId === traceId);
  }

  reset(): void {
    this.exporter.reset();
  }

  async stop(): Promise<void> {
    await this.provider.shutdown();
    trace.disable();
    propagation.disable();
    context.disable();
  }
}

/** A span as a person would say it: its kind and name, those of its parent and of what it is linked to, its status. */
export function shapeOf(span: ReadableSpan, spans: readonly ReadableSpan[]): Shape {
  const named = (spanId: string | undefined) =>
    spanId === undefined
      ? undefined
      : (spans.find((other) => other.spanContext().spanId === spanId)?.name ?? '?');
  return {
    span: `${SpanKind[span.kind]} ${span.name}`,
    parent: named(span.parentSpanContext?.spanId),
    links: span.links.map((link) => named(link.context.spanId)!),
    ...(span.status.code === SpanStatusCode.ERROR ? { failed: span.status.message ?? '' } : {}),
  };
}

export interface Shape {
  span: string;
  parent: string | undefined;
  links: string[];
  failed?: string;
}
