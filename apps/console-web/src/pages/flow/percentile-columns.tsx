import type { Percentiles } from '@waybill/console-api';
import { Link } from 'wouter';
import { formatDuration, type Column } from '../../ui/index.ts';

/** p50, p95 and p99, each leading to the trace that it was measured in. */
export const percentileColumns: Column<Percentiles>[] = (['p50', 'p95', 'p99'] as const).map((name) => ({
  key: name,
  title: name,
  align: 'end',
  cell: ({ [name]: { ms, traceId } }) => (
    <Link
      className="plain-link figures"
      href={`/traces/${traceId}`}
      aria-label={`${name} ${formatDuration(ms)}: its trace`}
    >
      {formatDuration(ms)}
    </Link>
  ),
}));
