import { context, SpanKind, trace, type Context, type Span } from '@opentelemetry/api';
import type { EventContract } from '../contract/index.js';
import type { EncodedEvent } from '../message/encode-event.js';
import { ATTRIBUTES } from './attributes.js';
import { describeMessage } from './describe-message.js';
import { recordError } from './span-error.js';
import { tracer } from './tracer.js';

const { waybill } = ATTRIBUTES;
const { operation, message } = ATTRIBUTES.messaging;

/** The creation of an event. Its `context` goes into the stored row, sampled or not. */
export interface CreateSpan {
  readonly context: Context;
  /** The event as it was encoded. */
  created(event: EncodedEvent): void;
  /** When it will be published, where that is not at once. */
  due(at: Date): void;
  failed(error: unknown): void;
  end(): void;
}

/** Used if nothing records: the caller's context is the creation context. */
class NoCreateSpan implements CreateSpan {
  get context(): Context {
    return context.active();
  }
  created(): void {}
  due(): void {}
  failed(): void {}
  end(): void {}
}
const NONE = new NoCreateSpan();

/**
 * `create <subject template>`, PRODUCER, child of the active span: opened where an event is appended and
 * ended once its row is written.
 */
export function startCreate(contract: Pick<EventContract, 'subjectTemplate'>): CreateSpan {
  return start(contract, 'create', 'create');
}

/**
 * `publish <subject template>`, PRODUCER: an event that goes straight to the broker has no span of its own for
 * being made, so this one is its creation context, as the conventions have it.
 */
export function startDirectPublish(contract: Pick<EventContract, 'subjectTemplate'>): CreateSpan {
  return start(contract, 'publish', 'send');
}

function start(
  { subjectTemplate }: Pick<EventContract, 'subjectTemplate'>,
  name: string,
  type: string,
): CreateSpan {
  const recorder = tracer();
  if (!recorder) return NONE;
  const parent = context.active();
  const span = recorder.startSpan(`${name} ${subjectTemplate}`, { kind: SpanKind.PRODUCER }, parent);
  return new RecordedCreateSpan(span, trace.setSpan(parent, span), name, type);
}

class RecordedCreateSpan implements CreateSpan {
  #ended = false;

  constructor(
    private readonly span: Span,
    readonly context: Context,
    private readonly name: string,
    private readonly type: string,
  ) {}

  created(event: EncodedEvent): void {
    if (!this.span.isRecording()) return;
    this.span.setAttributes(describeMessage(event));
    this.span.setAttributes({
      [operation.name]: this.name,
      [operation.type]: this.type,
      [message.bodySize]: Buffer.byteLength(event.body),
    });
  }

  due(at: Date): void {
    this.span.setAttribute(waybill.outbox.dueAt, at.toISOString());
  }

  failed(error: unknown): void {
    if (!this.#ended) recordError(this.span, error);
  }

  end(): void {
    // Of many that are sent at once, each ends with its own acknowledgement, and those left over with the call.
    if (this.#ended) return;
    this.#ended = true;
    this.span.end();
  }
}

/** Runs `work` and ends the spans with it: all of the events are appended, or none. */
export async function whileCreating<T>(spans: readonly CreateSpan[], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    for (const span of spans) span.failed(error);
    throw error;
  } finally {
    for (const span of spans) span.end();
  }
}
