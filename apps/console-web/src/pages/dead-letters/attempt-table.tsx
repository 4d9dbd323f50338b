import type { DeadLetterView } from '@waybill/console-api';
import { DataTable, EmptyState, formatDuration, Timestamp, type Column } from '../../ui/index.ts';
import { errorInWords } from './letter-words.ts';

type Attempt = DeadLetterView['history'][number] & { number: number };

const COLUMNS: Column<Attempt>[] = [
  { key: 'number', title: 'Attempt', width: '70px', cell: ({ number }) => number },
  { key: 'at', title: 'Began', width: '120px', cell: ({ at }) => <Timestamp at={at} /> },
  {
    key: 'duration',
    title: 'Took',
    width: '90px',
    align: 'end',
    cell: ({ durationMs }) => formatDuration(durationMs),
  },
  {
    key: 'error',
    title: 'Error',
    cell: ({ error }) => <span className="error">{errorInWords(error)}</span>,
  },
];

export function AttemptTable({ attempts }: { attempts: DeadLetterView['history'] }) {
  if (attempts.length === 0) {
    return (
      <EmptyState title="No attempt was completed">
        The message was dead-lettered before a handler saw it, or its process was killed at each attempt.
      </EmptyState>
    );
  }
  return (
    <DataTable
      label="Every attempt"
      columns={COLUMNS}
      rows={attempts.map((attempt, index) => ({ ...attempt, number: index + 1 }))}
      rowKey={({ number }) => String(number)}
    />
  );
}
