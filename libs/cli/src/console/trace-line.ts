import type { TraceStatus, TraceSummary } from '@waybill/console-api';
import { clip, duration, shortName } from '../format.js';
import type { Screen } from './screen.js';

/** Enough of a trace's id to tell it from the others; `waybill trace` takes the beginning of one. */
const ID_SHOWN = 12;

export const STATUSES: readonly TraceStatus[] = ['ok', 'failed', 'retried', 'dead-lettered'];

const STYLE = { ok: 'green', failed: 'red', retried: 'yellow', 'dead-lettered': 'red' } as const;

const columns = (cells: readonly [string, string, string, string, string]): string => {
  const [time, id, status, took, spans] = cells;
  return `${time.padEnd(12)}  ${id.padEnd(ID_SHOWN)}  ${status.padEnd(13)}  ${took.padStart(9)}  ${spans.padStart(5)}`;
};

export function traceHeader({ paint }: Screen): string {
  return paint('dim', `${columns(['time (UTC)', 'trace', 'status', 'took', 'spans'])}  what`);
}

/** One line with fixed columns, so that later lines are aligned with earlier ones. */
export function traceLine(trace: TraceSummary, { columns: width, paint }: Screen): string {
  const { traceId, startedAt, status, durationMs, spanCount, rootService, rootName, events } = trace;
  const fixed = columns([
    startedAt.slice(11, 23),
    traceId.slice(0, ID_SHOWN),
    status,
    duration(durationMs),
    String(spanCount),
  ]);
  const conversation = trace.conversationId === undefined ? '' : ` (${trace.conversationId})`;
  const what = `${rootService}: ${shortName(rootName)}${events.length > 0 ? `, ${events.join(', ')}` : ''}${conversation}`;
  return `${fixed.replace(status, paint(STYLE[status], status))}  ${clip(what, width - fixed.length - 2)}`;
}
