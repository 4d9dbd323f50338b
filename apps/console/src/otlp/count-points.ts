import { messageIn, messagesIn, type Fields } from './values.js';

const KINDS = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'] as const;

/**
 * How many data points an `ExportMetricsServiceRequest` holds. They are taken, so that a service needs one address for
 * all that it sends, and let go: what the console shows as figures it learns from the platform, and a database of
 * metrics is another product's work.
 */
export function countPoints(request: Fields): number {
  let count = 0;
  for (const resourceMetrics of messagesIn(request, 'resourceMetrics')) {
    for (const scope of messagesIn(resourceMetrics, 'scopeMetrics')) {
      for (const metric of messagesIn(scope, 'metrics')) {
        for (const kind of KINDS) count += messagesIn(messageIn(metric, kind), 'dataPoints').length;
      }
    }
  }
  return count;
}
