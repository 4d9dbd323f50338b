import { context, ROOT_CONTEXT, SpanKind, trace, type Context, type Span } from '@opentelemetry/api';
import { withEventId } from '@waybill/telemetry/tracing';
import type { Headers } from '../transport/transport.js';
import { asError } from '../thrown.js';
import { ATTRIBUTES } from './attributes.js';
import { describeMessage, identify, templateOf } from './describe-message.js';
import { linksTo } from './links.js';
import { contextOf, withBaggageOf } from './propagation.js';
import { endingWith, recordError } from './span-error.js';
import { tracer } from './tracer.js';

const { messaging, waybill } = ATTRIBUTES;

/** Whether a handler's span continues the message's own trace, or starts one that links to it. */
export type TraceMode = 'parent' | 'link';

/** A message as a consumer has it: where it was stored first, which delivery this is. */
export interface TracedDelivery {
  readonly consumer: string;
  readonly subscription: { readonly handler: { readonly name: string }; readonly traceMode: TraceMode };
  readonly delivery: { readonly deliveryCount: number };
  readonly wire: {
    readonly id: string;
    readonly subject: string;
    readonly headers: Headers;
    readonly stream: string;
    readonly position: string;
    readonly storedAt: number;
  };
}

/** How an attempt ended, for the span. */
export type ProcessOutcome =
  'handled' | 'duplicate' | 'retried' | 'dead-lettered' | 'discarded' | 'halved' | 'returned';

export interface ProcessSpan {
  /** @param expected a decision of the handler's (`Discard`, `RetryLater`) rather than a failure: the status stays as it is */
  ended(
    outcome: ProcessOutcome,
    because?: { error: unknown; expected: boolean; retryDelayMs?: number },
  ): void;
}

const NO_SPAN: ProcessSpan = { ended() {} };

/**
 * `process <subject template>`, CONSUMER: one attempt of one message, from before its transaction until it is
 * acknowledged. What the handler logs, appends and asks of its database happens in it.
 */
export async function inProcessSpan(
  work: TracedDelivery,
  { eventId, attempt }: { eventId: string; attempt: number },
  run: (span: ProcessSpan) => Promise<void>,
): Promise<void> {
  const { headers } = work.wire;
  const created = contextOf(headers);
  const recorder = tracer();
  if (!recorder) return context.with(withEventId(created, eventId), run, undefined, NO_SPAN);

  const { subscription, wire } = work;
  const parent = subscription.traceMode === 'parent' ? created : withBaggageOf(created, ROOT_CONTEXT);
  const span = recorder.startSpan(
    `process ${templateOf(wire.subject)}`,
    { kind: SpanKind.CONSUMER, links: linksTo(created) },
    parent,
  );
  if (span.isRecording()) {
    span.setAttributes(describeMessage(wire));
    span.setAttributes({
      ...describeProcess(work),
      [waybill.process.attempt]: attempt,
      [messaging.nats.stream]: wire.stream,
      [messaging.nats.sequence]: Number(wire.position),
      [messaging.nats.deliveryCount]: work.delivery.deliveryCount,
      [messaging.nats.storedAt]: new Date(wire.storedAt).toISOString(),
    });
  }
  await runIn(span, withEventId(trace.setSpan(parent, span), eventId), run);
}

/**
 * One `process` span for a batch of several messages: a trace of its own, because it belongs to as many traces as
 * it has messages, and is linked to each of them.
 */
export async function inBatchProcessSpan<T>(
  batch: readonly TracedDelivery[],
  run: (span: ProcessSpan) => Promise<T>,
): Promise<T> {
  const recorder = tracer();
  const [first] = batch;
  if (!recorder || !first) return run(NO_SPAN);
  const templates = new Set(batch.map(({ wire }) => templateOf(wire.subject)));
  const template = templates.size === 1 ? templateOf(first.wire.subject) : commonTemplate(templates);
  const links = batch.flatMap(({ wire }) => linksTo(contextOf(wire.headers), identify(wire)));
  const span = recorder.startSpan(`process ${template}`, { kind: SpanKind.CONSUMER, links }, ROOT_CONTEXT);
  if (span.isRecording()) {
    span.setAttributes({
      [messaging.system]: 'nats',
      [messaging.destination.template]: template,
      [messaging.batch.messageCount]: batch.length,
      ...describeProcess(first),
      [messaging.nats.stream]: first.wire.stream,
    });
  }
  return runIn(span, trace.setSpan(ROOT_CONTEXT, span), run);
}

function describeProcess({ consumer, subscription }: TracedDelivery) {
  return {
    [messaging.operation.name]: 'process',
    [messaging.operation.type]: 'process',
    [messaging.consumer.group.name]: consumer,
    [waybill.process.handler]: subscription.handler.name,
  };
}

/** `behavior.*` if a batch holds several of the domain's events. */
function commonTemplate(templates: ReadonlySet<string>): string {
  const [first = ''] = templates;
  return `${first.slice(0, first.indexOf('.'))}.*`;
}

function runIn<T>(span: Span, ctx: Context, run: (span: ProcessSpan) => Promise<T>): Promise<T> {
  return endingWith(span, () => context.with(ctx, run, undefined, new RecordedProcessSpan(span)));
}

class RecordedProcessSpan implements ProcessSpan {
  constructor(private readonly span: Span) {}

  ended(...[outcome, because]: Parameters<ProcessSpan['ended']>): void {
    const { span } = this;
    if (!span.isRecording()) return;
    span.setAttribute(waybill.process.outcome, outcome);
    if (!because) return;
    const { error, expected, retryDelayMs } = because;
    if (retryDelayMs !== undefined) span.setAttribute(waybill.process.retryDelay, Math.round(retryDelayMs));
    if (expected) span.setAttribute(waybill.process.reason, asError(error).message);
    else recordError(span, error);
  }
}
