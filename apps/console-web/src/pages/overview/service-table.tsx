import type { ServiceOverview } from '@waybill/console-api';
import { Link } from 'wouter';
import { Badge, DataTable, ServiceName, Timestamp, type Column } from '../../ui/index.ts';

const COLUMNS: Column<ServiceOverview>[] = [
  {
    key: 'service',
    title: 'Service',
    cell: ({ service }) => (
      <Link href={hrefOf(service)} className="plain-link">
        <ServiceName service={service} />
      </Link>
    ),
  },
  {
    key: 'state',
    title: 'State',
    cell: ({ up }) => (up ? <Badge tone="good">up</Badge> : <Badge tone="bad">silent</Badge>),
  },
  { key: 'processes', title: 'Processes', align: 'end', cell: ({ processes }) => processes.length },
  {
    key: 'roles',
    title: 'Roles',
    cell: ({ processes }) => [...new Set(processes.flatMap(({ roles }) => roles))].join(', '),
  },
  {
    key: 'started',
    title: 'Last start or deployment',
    cell: ({ processes: [latest] }) =>
      latest && (
        <>
          <Timestamp at={latest.startedAt} />{' '}
          <span className="soft">
            (<Timestamp at={latest.startedAt} relative />)
          </span>
        </>
      ),
  },
];

/** Each service's processes, those that started last first: what was deployed or restarted lately is on top. */
export function ServiceTable({ services }: { services: readonly ServiceOverview[] }) {
  return (
    <DataTable
      label="Services"
      columns={COLUMNS}
      rows={services.toSorted((one, other) => latestOf(other).localeCompare(latestOf(one)))}
      rowKey={({ service }) => service}
      rowHref={({ service }) => hrefOf(service)}
    />
  );
}

function hrefOf(service: string): string {
  return `/flow?node=${encodeURIComponent(`service:${service}`)}`;
}

/** Silent ones first. */
function latestOf({ processes: [latest] }: ServiceOverview): string {
  return latest?.startedAt ?? '9';
}
