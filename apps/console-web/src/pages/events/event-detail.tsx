import type { CatalogueEvent, EventVersion } from '@waybill/console-api';
import { Link } from 'wouter';
import { Badge, EmptyState, JsonView, KeyValues, PageHeader, Panel, ServiceName } from '../../ui/index.ts';
import styles from './events.module.css';
import { FieldTable } from './field-table.tsx';
import { ReaderTable } from './reader-table.tsx';

/** One event, its versions side by side. */
export function EventDetail({ type, event }: { type: string; event: CatalogueEvent | undefined }) {
  return (
    <>
      <PageHeader title={type} subtitle={<Link href="/events">All events</Link>} />
      {event ? <Versions event={event} /> : <Unknown type={type} />}
    </>
  );
}

function Versions({ event }: { event: CatalogueEvent }) {
  return (
    <div className={styles.page}>
      <div className={styles.halves}>
        {event.versions.map((version) => (
          <VersionPanel key={version.version} version={version} stream={event.stream} />
        ))}
      </div>
      <Panel title="Who reads it" flush>
        <ReaderTable event={event} />
      </Panel>
      <Panel title="What it holds" flush>
        <FieldTable versions={event.versions} />
      </Panel>
      <div className={styles.halves}>
        {event.versions.map(({ version, example, schema }) => (
          <Panel key={version} title={`Example, v${version}`}>
            {example === undefined ? (
              <p className="soft">Its service gives none.</p>
            ) : (
              <JsonView value={example} what={`example of v${version}`} />
            )}
            {schema && (
              <details className={styles.schema}>
                <summary>JSON Schema</summary>
                <JsonView value={schema} what={`schema of v${version}`} />
              </details>
            )}
          </Panel>
        ))}
      </div>
    </div>
  );
}

function VersionPanel({ version: told, stream }: { version: EventVersion; stream: string }) {
  const { version, publishers, owner, since, key, subjectTemplate } = told;
  return (
    <Panel
      title={`Version ${version}`}
      actions={
        publishers.length > 0 ? (
          <Badge tone="accent">published now</Badge>
        ) : (
          <Badge title="Messages of it may be in an outbox, in the stream or in a dead letter">
            no longer published
          </Badge>
        )
      }
    >
      <KeyValues
        items={[
          { key: 'Owner', value: owner && <ServiceName service={owner} /> },
          {
            key: 'Published by',
            value:
              publishers.length > 0
                ? publishers.map((service) => <ServiceName key={service} service={service} />)
                : undefined,
          },
          { key: 'Since', value: since, mono: true },
          { key: 'Subject', value: subjectTemplate, mono: true },
          {
            key: 'Stream',
            value: <Link href={`/streams/${encodeURIComponent(stream)}`}>{stream}</Link>,
            mono: true,
          },
          { key: 'Key', value: key?.map((pointer) => pointer.slice(1)).join(', '), mono: true },
        ]}
      />
    </Panel>
  );
}

function Unknown({ type }: { type: string }) {
  return (
    <Panel>
      <EmptyState title="No running service knows this event" action={<Link href="/events">All events</Link>}>
        {type} is neither published nor read by a service that has been here since the console started.
      </EmptyState>
    </Panel>
  );
}
