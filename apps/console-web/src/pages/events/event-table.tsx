import type { CatalogueEvent } from '@waybill/console-api';
import { Link } from 'wouter';
import { Badge, DataTable, EmptyState, Panel, ServiceName, type Column } from '../../ui/index.ts';

const addressOf = ({ type }: CatalogueEvent) => `/events/${encodeURIComponent(type)}`;

const COLUMNS: Column<CatalogueEvent>[] = [
  {
    key: 'type',
    title: 'Event',
    cell: (event) => (
      <Link href={addressOf(event)} className="mono">
        {event.type}
      </Link>
    ),
  },
  { key: 'versions', title: 'Versions', cell: (event) => <Versions event={event} /> },
  {
    key: 'owner',
    title: 'Published by',
    cell: ({ versions }) => (
      <Services names={versions.flatMap(({ publishers }) => publishers)} none="no running service" />
    ),
  },
  {
    key: 'consumers',
    title: 'Consumed by',
    cell: ({ consumers }) => (
      <Services names={consumers.map(({ service }) => service)} none="no service yet" />
    ),
  },
  { key: 'stream', title: 'Stream', cell: ({ stream }) => <code>{stream}</code> },
  {
    key: 'since',
    title: 'Since',
    cell: ({ versions }) => <span className="figures">{versions.at(-1)?.since ?? '–'}</span>,
  },
];

export function EventTable({ events }: { events: readonly CatalogueEvent[] }) {
  if (events.length === 0) {
    return (
      <Panel>
        <EmptyState title="No events yet">
          A service reports what it publishes and consumes when it starts.
        </EmptyState>
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
        rowHref={addressOf}
      />
    </Panel>
  );
}

function Versions({ event: { versions, consumers } }: { event: CatalogueEvent }) {
  const waiting = consumers.some(({ reads }) => reads.some(({ how }) => how === 'waits'));
  return (
    <span className="row">
      {versions.map(({ version, publishers }) => (
        <Badge
          key={version}
          tone={publishers.length > 0 ? 'accent' : 'neutral'}
          title={publishers.length > 0 ? 'Published now' : 'No longer published, and still consumed'}
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
    <span className="row">
      {distinct.map((service) => (
        <ServiceName key={service} service={service} />
      ))}
    </span>
  );
}
