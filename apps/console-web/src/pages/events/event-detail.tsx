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
    <div className="stack">
      <div className="halves">
        {event.versions.map((version) => (
          <VersionPanel key={version.version} version={version} stream={event.stream} />
        ))}
      </div>
      <Panel title="Consumers" flush>
        <ReaderTable event={event} />
      </Panel>
      <Panel title="Fields" flush>
        <FieldTable versions={event.versions} />
      </Panel>
      <div className="halves">
        {event.versions.map(({ version, example, schema }) => (
          <Panel key={version} title={`Example, v${version}`}>
            {example === undefined ? (
              <p className="soft">Its service provides none.</p>
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

function VersionPanel({ version: declared, stream }: { version: EventVersion; stream: string }) {
  const { version, publishers, owner, since, key, subjectTemplate } = declared;
  return (
    <Panel
      title={`Version ${version}`}
      actions={
        publishers.length > 0 ? (
          <Badge tone="accent">published now</Badge>
        ) : (
          <Badge title="Messages of this version may still be in an outbox, in the stream or in a dead letter">
            no longer published
          </Badge>
        )
      }
    >
      <KeyValues
        items={{
          Owner: owner && <ServiceName service={owner} />,
          'Published by':
            publishers.length > 0 && publishers.map((each) => <ServiceName key={each} service={each} />),
          Since: since,
          Subject: <code>{subjectTemplate}</code>,
          Stream: <Link href={`/streams/${encodeURIComponent(stream)}`}>{stream}</Link>,
          Key: key && <code>{key.map((pointer) => pointer.slice(1)).join(', ')}</code>,
        }}
      />
    </Panel>
  );
}

function Unknown({ type }: { type: string }) {
  return (
    <Panel>
      <EmptyState title="No running service knows this event" action={<Link href="/events">All events</Link>}>
        No service that has run since the console started publishes or consumes {type}.
      </EmptyState>
    </Panel>
  );
}
