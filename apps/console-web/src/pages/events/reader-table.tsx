import type { CatalogueEvent, EventConsumer } from '@waybill/console-api';
import { Link } from 'wouter';
import { Badge, DataTable, ServiceName, type Column } from '../../ui/index.ts';
import { MODES, readWords } from './event-words.ts';
import styles from './events.module.css';

/** Each consumer, and what it does with each version. */
export function ReaderTable({ event: { type, versions, consumers } }: { event: CatalogueEvent }) {
  if (consumers.length === 0) return <p className={styles.none}>No service consumes it yet.</p>;
  const columns: Column<EventConsumer>[] = [
    {
      key: 'consumer',
      title: 'Consumer',
      cell: ({ consumer }) => (
        <Link href={`/flow?node=${encodeURIComponent(`consumer:${consumer}`)}`}>{consumer}</Link>
      ),
    },
    { key: 'service', title: 'Service', cell: ({ service }) => <ServiceName service={service} /> },
    { key: 'handler', title: 'Handler', cell: ({ handler }) => <code>{handler}</code> },
    { key: 'mode', title: 'Processing', cell: ({ mode }) => MODES[mode] },
    ...versions.map(({ version }): Column<EventConsumer> => ({
      key: `v${version}`,
      title: `v${version}`,
      cell: (consumer) => <Reads consumer={consumer} version={version} />,
    })),
  ];
  return (
    <DataTable
      label={`Consumers of ${type}`}
      columns={columns}
      rows={consumers}
      rowKey={({ consumer }) => consumer}
    />
  );
}

function Reads({ consumer: { reads, handles }, version }: { consumer: EventConsumer; version: number }) {
  const read = reads.find((each) => each.version === version);
  if (!read) return <>–</>;
  const { words, tone } = readWords(read.how, handles);
  return <Badge tone={tone}>{words}</Badge>;
}
