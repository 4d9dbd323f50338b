import type { LatencyView } from '@waybill/console-api';
import { DataTable, Dialog, formatCount, Timestamp, type Column } from '../../ui/index.ts';
import { latencyKey } from './latency-words.ts';
import { percentileColumns } from './percentile-columns.tsx';

type Slot = LatencyView['slots'][number];

const COLUMNS: Column<Slot>[] = [
  { key: 'at', title: 'From', cell: ({ at }) => <Timestamp at={at} /> },
  { key: 'count', title: 'Measured', align: 'end', cell: ({ count }) => formatCount(count) },
  ...percentileColumns,
];

/** One row of the table over time, the latest first. */
export function LatencySlots({
  latency,
  onClose,
}: {
  latency: LatencyView | undefined;
  onClose: () => void;
}) {
  const title = latency ? latencyKey(latency) : '';
  return (
    <Dialog open={latency !== undefined} title={title} onClose={onClose} wide>
      {latency && (
        <DataTable
          label={title}
          columns={COLUMNS}
          rows={latency.slots.toReversed()}
          rowKey={({ at }) => at}
        />
      )}
    </Dialog>
  );
}
