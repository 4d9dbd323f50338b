import type { OutlineNode } from './outline.ts';
import { formatDuration, formatPlural } from '../../ui/format.ts';
import { outcomeWords } from './span-words.ts';
import type { TraceIndex } from './trace-index.ts';

/** What the drawing of a row shows, for screen readers. */
export function timeWords({ subject }: Pick<OutlineNode, 'subject'>, index: TraceIndex): string {
  if (subject.kind === 'awaited') return 'not begun';
  if (subject.kind === 'attempts') {
    const outcomes = subject.attempts.map(({ span }) => outcomeWords(span)?.words ?? 'ended');
    return `${formatPlural(subject.attempts.length, 'attempt')}: ${outcomes.join('; ')}`;
  }
  const { span } = subject.node;
  const waits = (index.waits.get(span.spanId) ?? []).map(
    ({ kind, fromMs, toMs }) => `after ${formatDuration(toMs - fromMs)} ${WAITED[kind]}`,
  );
  const logs = index.logs.get(span.spanId)?.length ?? 0;
  return [
    `${formatDuration(span.durationMs)} at ${formatDuration(span.offsetMs)}`,
    ...waits,
    outcomeWords(span)?.words,
    index.critical.has(span.spanId) && 'on the critical path',
    logs > 0 && formatPlural(logs, 'log line'),
  ]
    .filter(Boolean)
    .join(', ');
}

const WAITED = {
  due: 'until due',
  outbox: 'in the outbox',
  broker: 'in the broker',
  'back-off': 'of back-off',
} as const;
