import type { SpanView, TraceStatus } from '@waybill/console-api';

/** From the best to the worst: a trace's status is the worst of its spans'. */
export const SEVERITIES = [
  'ok',
  'failed',
  'retried',
  'dead-lettered',
] as const satisfies readonly TraceStatus[];

/** What one span says about its trace; the index into `SEVERITIES`, so that the worst of many is the highest. */
export function severityOf(span: Pick<SpanView, 'status' | 'step' | 'outcome'>): number {
  return SEVERITIES.indexOf(judge(span));
}

function judge({ status, step, outcome }: Parameters<typeof severityOf>[0]): TraceStatus {
  if (step === 'dead_letter' || outcome === 'dead-lettered') return 'dead-lettered';
  if (outcome === 'retried' || outcome === 'halved') return 'retried';
  if (status !== 'error') return 'ok';
  // The relay keeps a row that the broker refused, and publishes it again.
  return step === 'publish' ? 'retried' : 'failed';
}

/** The status of a trace with this highest severity among its spans. */
export function statusOf(severity: number): TraceStatus {
  return SEVERITIES[severity] ?? 'ok';
}
