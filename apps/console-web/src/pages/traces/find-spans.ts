import type { SpanView } from '@waybill/console-api';
import { spanTitle } from './span-words.ts';

/** Ids of the spans that have the text in their name, service, consumer, event or any attribute; by time. */
export function findSpans(spans: readonly SpanView[], text: string): string[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  return spans.filter((span) => textOf(span).includes(wanted)).map(({ spanId }) => spanId);
}

function textOf(span: SpanView): string {
  const { verb, what } = spanTitle(span);
  return [
    span.name,
    verb,
    what,
    span.service,
    span.spanId,
    span.statusMessage,
    JSON.stringify(span.attributes),
  ]
    .join(' ')
    .toLowerCase();
}
