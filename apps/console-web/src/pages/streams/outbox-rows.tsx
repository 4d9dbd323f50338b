import type { OutboxRetried, OutboxRow } from '@waybill/console-api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { sendJson } from '../../api/http.ts';
import { Badge, Button, DataTable, ErrorNotice, shortId, Timestamp, type Column } from '../../ui/index.ts';
import styles from './streams.module.css';

interface Props {
  service: string;
  rows: readonly OutboxRow[];
  /** How many there are in all. */
  waiting: number;
}

/** The rows that wait, parked ones first. A parked or refused one can be retried at once. */
export function OutboxRows({ service, rows, waiting }: Props) {
  const client = useQueryClient();
  const retry = useMutation({
    mutationFn: (id: string) =>
      sendJson<OutboxRetried>(
        'POST',
        `/api/outbox/${encodeURIComponent(service)}/${encodeURIComponent(id)}/retry`,
        {},
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ['outbox'] }),
  });
  return (
    <div className={styles.waiting}>
      <DataTable
        label={`Waiting in the outbox of ${service}`}
        columns={columnsOf(retry.mutate, retry.isPending ? retry.variables : undefined)}
        rows={rows}
        rowKey={({ id }) => id}
      />
      {waiting > rows.length && (
        <p className={styles.line}>
          The first {rows.length} of {waiting}.
        </p>
      )}
      {retry.error && <ErrorNotice error={retry.error} />}
      {retry.data && !retry.error && (
        <p className={styles.line} role="status">
          Row {retry.data.id} is pending again: the relay takes it next.
        </p>
      )}
    </div>
  );
}

function columnsOf(retry: (id: string) => void, busyId: string | undefined): Column<OutboxRow>[] {
  return [
    { key: 'id', title: 'Row', cell: ({ id }) => <code>{id}</code> },
    { key: 'subject', title: 'Subject', cell: ({ subject }) => <code>{subject}</code> },
    {
      key: 'key',
      title: 'Key',
      cell: ({ key }) => <code title={key}>{shortId(key)}</code>,
    },
    { key: 'age', title: 'Appended', cell: ({ createdAt }) => <Timestamp at={createdAt} relative /> },
    { key: 'due', title: 'Due', cell: ({ dueAt }) => dueAt && <Timestamp at={dueAt} /> },
    { key: 'attempts', title: 'Attempts', align: 'end', cell: ({ attempts }) => attempts },
    {
      key: 'error',
      title: 'Last error',
      cell: ({ lastError, parkedAt }) => (
        <p className={`error cut ${styles.lastError}`} title={lastError}>
          {parkedAt !== undefined && <Badge tone="bad">parked</Badge>} {lastError}
        </p>
      ),
    },
    {
      key: 'trace',
      title: 'Trace',
      cell: ({ traceId }) => traceId && <Link href={`/traces/${traceId}`}>Trace</Link>,
    },
    {
      key: 'retry',
      title: <span className="visually-hidden">Retry</span>,
      align: 'end',
      cell: ({ id, attempts, parkedAt }) =>
        (attempts > 0 || parkedAt !== undefined) && (
          <Button
            size="small"
            icon="retry"
            disabled={busyId !== undefined}
            aria-label={`Retry row ${id}`}
            onClick={() => retry(id)}
          >
            {busyId === id ? 'Retry …' : 'Retry'}
          </Button>
        ),
    },
  ];
}
