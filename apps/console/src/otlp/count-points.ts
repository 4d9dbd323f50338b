import { fieldsOf, listOf } from './values.js';

const KINDS = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'] as const;

/**
 * How many data points an `ExportMetricsServiceRequest` holds. They are taken, so that a service needs one address for
 * all that it sends, and let go: what the console shows as figures it learns from the platform, and a database of
 * metrics is another product's work.
 */
export function countPoints(request: unknown): number {
  let count = 0;
  for (const resourceMetrics of listOf(fieldsOf(request)['resourceMetrics'])) {
    for (const scope of listOf(fieldsOf(resourceMetrics)['scopeMetrics'])) {
      for (const metric of listOf(fieldsOf(scope)['metrics'])) {
        const fields = fieldsOf(metric);
        for (const kind of KINDS) count += listOf(fieldsOf(fields[kind])['dataPoints']).length;
      }
    }
  }
  return count;
}
