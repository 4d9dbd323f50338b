import type { LogView, PathStep, TraceDetail, WaitView } from '@waybill/console-api';

/** What belongs to each span, so that a row finds it without a search. */
export interface TraceIndex {
  waits: ReadonlyMap<string, WaitView[]>;
  logs: ReadonlyMap<string, LogView[]>;
  critical: ReadonlyMap<string, PathStep[]>;
  /** Spans that link to another trace, or that another one links to. */
  linked: ReadonlySet<string>;
}

export function indexTrace({ waits, logs, criticalPath, linked }: TraceDetail): TraceIndex {
  return {
    waits: grouped(waits, ({ spanId }) => spanId),
    logs: grouped(logs, ({ spanId }) => spanId),
    critical: grouped(criticalPath, ({ spanId }) => spanId),
    linked: new Set([...linked.causedBy, ...linked.ledTo].map(({ ownSpanId }) => ownSpanId)),
  };
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
