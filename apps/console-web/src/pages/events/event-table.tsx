import type { CatalogueEvent } from '@waybill/console-api';
import { Link, useLocation } from 'wouter';
import { Badge, DataTable, EmptyState, Panel, ServiceName, type Column } from '../../ui/index.ts';
import styles from './events.module.css';

const COLUMNS: Column<CatalogueEvent>[] = [
  {
    key: 'type',
    title: 'Event',
    cell: ({ type }) => (
      <Link href={`/events/${encodeURIComponent(type)}`} className="mono">
        {type}
      </Link>
    ),
  },
  { key: 'versions', title: 'Versions', cell: (event) => <Versions event={event} /> },
  {
    key: 'owner',
    title: 'Published by',
    cell: ({ versions }) => (
      <Services names={versions.flatMap(({ publishers }) => publishers)} none="nobody who is here" />
    ),
  },
  {
    key: 'consumers',
    title: 'Read by',
    cell: ({ consumers }) => <Services names={consumers.map(({ service }) => service)} none="nobody yet" />,
  },
  { key: 'stream', title: 'Stream', cell: ({ stream }) => <code>{stream}</code> },
  {
    key: 'since',
    title: 'Since',
    cell: ({ versions }) => <span className="figures">{versions.at(-1)?.since ?? '–'}</span>,
  },
];

export function EventTable({ events }: { events: readonly CatalogueEvent[] }) {
  const [, navigate] = useLocation();
  if (events.length === 0) {
    return (
      <Panel>
        <EmptyState title="No events yet">A service that starts says what it publishes and reads.</EmptyState>
      </Panel>
    );
  }
  return (
    <Panel flush>
      <DataTable
        label="Events"
        columns={COLUMNS}
        rows={events}
        rowKey={({ type }) => type}
        onOpen={({ type }) => navigate(`/events/${encodeURIComponent(type)}`)}
      />
    </Panel>
  );
}

/** What nobody publishes any more is still read. */
function Versions({ event: { versions, consumers } }: { event: CatalogueEvent }) {
  const waiting = consumers.some(({ reads }) => reads.some(({ how }) => how === 'waits'));
  return (
    <span className={styles.inline}>
      {versions.map(({ version, publishers }) => (
        <Badge
          key={version}
          tone={publishers.length > 0 ? 'accent' : 'neutral'}
          title={publishers.length > 0 ? 'Published now' : 'No longer published, and still read'}
        >
          v{version}
        </Badge>
      ))}
      {waiting && <Badge tone="warn">waits for an upgrade</Badge>}
    </span>
  );
}

function Services({ names, none }: { names: readonly string[]; none: string }) {
  const distinct = [...new Set(names)].sort();
  if (distinct.length === 0) return <span className="soft">{none}</span>;
  return (
    <span className={styles.inline}>
      {distinct.map((service) => (
        <ServiceName key={service} service={service} />
      ))}
    </span>
  );
}
