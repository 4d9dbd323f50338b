import type { Attributes } from '@opentelemetry/api';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import { isAllowed, WITHHELD } from '../allowed-attributes.js';

/** Withholds what is not on the allow-list, whoever set it. To come before the processors that export. */
export class WithheldAttributes implements SpanProcessor {
  onStart(): void {}

  /** Changed in place: a span that has ended is read by exporters only. */
  onEnd({ attributes, events, links }: ReadableSpan): void {
    withhold(attributes);
    for (const event of events) if (event.attributes) withhold(event.attributes);
    for (const link of links) if (link.attributes) withhold(link.attributes);
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}

function withhold(attributes: Attributes): void {
  for (const name in attributes) if (!isAllowed(name)) attributes[name] = WITHHELD;
}
