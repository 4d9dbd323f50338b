import type { AuditEntry } from '@waybill/console-api';
import { Badge, DataTable, ServiceName, Timestamp, type Column } from '../../ui/index.ts';
import { detailWords, nameWords } from './audit-words.ts';

const COLUMNS: Column<AuditEntry>[] = [
  { key: 'at', title: 'When', width: '170px', cell: ({ at }) => <Timestamp at={at} /> },
  { key: 'by', title: 'Who', cell: (entry) => nameWords(entry) },
  { key: 'action', title: 'What', cell: ({ action }) => <code>{action}</code> },
  { key: 'target', title: 'On what', cell: ({ target }) => <code>{target}</code> },
  {
    key: 'detail',
    title: 'Detail',
    cell: ({ detail, error }) =>
      error === undefined ? (
        <span className="soft">{detailWords(detail)}</span>
      ) : (
        <>
          <Badge tone="bad">failed</Badge> {error}
        </>
      ),
  },
  { key: 'service', title: 'Recorded by', cell: ({ service }) => <ServiceName service={service} /> },
];

export function AuditTable({ entries }: { entries: readonly AuditEntry[] }) {
  return (
    <DataTable
      label="Changes"
      columns={COLUMNS}
      rows={entries}
      rowKey={({ at, service, action, target }) => [at, service, action, target].join(' ')}
    />
  );
}
