import type { LatenciesResponse, LatencyView } from '@waybill/console-api';
import { DataTable, formatCount, formatDuration, Spark, type Column } from '../../ui/index.ts';
import { latencyKey, placeWords, trendOf } from './latency-words.ts';
import { percentileColumns } from './percentile-columns.tsx';

interface Props {
  found: LatenciesResponse;
  onOpen: (key: string) => void;
}

/** One row for each outbox, consumer's wait and handler, by event; each opens over time. */
export function LatencyTable({ found: { latencies, from, to, slotMs }, onOpen }: Props) {
  const columns: Column<LatencyView>[] = [
    {
      key: 'place',
      title: 'Where',
      cell: (row) => (
        <button
          type="button"
          className="link-button"
          aria-haspopup="dialog"
          onClick={() => onOpen(latencyKey(row))}
        >
          {placeWords(row)}
        </button>
      ),
    },
    { key: 'type', title: 'Event', cell: ({ type }) => <code>{type}</code> },
    { key: 'count', title: 'Measured', align: 'end', cell: ({ count }) => formatCount(count) },
    ...percentileColumns,
    {
      key: 'trend',
      title: 'p95 over time',
      cell: (row) => (
        <Spark
          values={trendOf(row, from, to, slotMs)}
          label={`p95 over time, ${formatDuration(row.p95.ms)} over all`}
        />
      ),
    },
  ];
  return <DataTable label="Waiting and work" columns={columns} rows={latencies} rowKey={latencyKey} />;
}
