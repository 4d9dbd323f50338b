import type { LogView, PathStep, TraceDetail, WaitView } from '@waybill/console-api';

/** What belongs to each span, by its id. */
export interface TraceIndex {
  waits: ReadonlyMap<string, WaitView[]>;
  logs: ReadonlyMap<string | undefined, LogView[]>;
  critical: ReadonlyMap<string, PathStep[]>;
  /** Spans with a link to or from another trace. */
  linked: ReadonlySet<string>;
}

export function indexTrace({ waits, logs, criticalPath, linked }: TraceDetail): TraceIndex {
  return {
    waits: Map.groupBy(waits, ({ spanId }) => spanId),
    logs: Map.groupBy(logs, ({ spanId }) => spanId),
    critical: Map.groupBy(criticalPath, ({ spanId }) => spanId),
    linked: new Set([...linked.causedBy, ...linked.ledTo].map(({ ownSpanId }) => ownSpanId)),
  };
}
