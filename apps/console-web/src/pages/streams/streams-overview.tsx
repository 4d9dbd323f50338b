import type { OutboxResponse, StreamsResponse, StreamView } from '@waybill/console-api';
import { Link } from 'wouter';
import { useJson } from '../../api/use-json.ts';
import {
  Badge,
  EmptyState,
  formatBytes,
  formatCount,
  formatPlural,
  formatRate,
  Loaded,
  PageHeader,
  Panel,
} from '../../ui/index.ts';
import { ConsumerTable } from './consumer-table.tsx';
import { OutboxPanel } from './outbox-panel.tsx';
import styles from './streams.module.css';

/** Ages grow and rates fall while nothing happens that a live topic could report. */
const REFRESH_MS = 2_000;

export function StreamsOverview() {
  const outboxes = useJson<OutboxResponse>(['outbox'], '/api/outbox', { refetchInterval: REFRESH_MS });
  const streams = useJson<StreamsResponse>(['streams'], '/api/streams', { refetchInterval: REFRESH_MS });
  return (
    <>
      <PageHeader
        title="Outbox & streams"
        subtitle="Where messages wait: in the outbox of the service that publishes them, then in a stream of the broker, until every consumer has acknowledged them."
      />
      <div className="stack">
        <Loaded query={outboxes} what="the outboxes">
          {({ services }) => (
            <OutboxPanel services={services} at={Math.floor(outboxes.dataUpdatedAt / 1_000)} />
          )}
        </Loaded>
        <Loaded query={streams} what="the streams">
          {(found) =>
            found.streams.length === 0 ? (
              <Panel title="Streams">
                <EmptyState title="No streams yet">
                  The services create their streams when they first start.
                </EmptyState>
              </Panel>
            ) : (
              found.streams.map((stream) => <StreamPanel key={stream.name} stream={stream} />)
            )
          }
        </Loaded>
      </div>
    </>
  );
}

function StreamPanel({ stream }: { stream: StreamView }) {
  const { name, missing, consumers } = stream;
  return (
    <Panel
      title={
        <>
          Stream <span className={styles.streamName}>{name}</span>
        </>
      }
      actions={!missing && <Link href={`/streams/${encodeURIComponent(name)}`}>Read its messages</Link>}
      flush
    >
      {missing ? (
        <p className={styles.line}>
          <Badge tone="bad">missing</Badge> The broker does not have this stream: messages for it wait in the
          outboxes.
        </p>
      ) : (
        <StreamFacts stream={stream} />
      )}
      {consumers.length === 0 ? (
        <p className={styles.line}>It has no consumers.</p>
      ) : (
        <ConsumerTable stream={name} consumers={consumers} />
      )}
    </Panel>
  );
}

function StreamFacts({ stream }: { stream: StreamView }) {
  const { subjects, messages, bytes, firstSequence, lastSequence, perSecond } = stream;
  return (
    <p className={`row facts ${styles.line}`}>
      <code>{subjects.join(', ')}</code>
      <span>
        {formatPlural(messages ?? 0, 'message')}, {formatBytes(bytes ?? 0)}
      </span>
      <span>
        sequences {formatCount(firstSequence ?? 0)} to {formatCount(lastSequence ?? 0)}
      </span>
      <span>{formatRate(perSecond)} new</span>
    </p>
  );
}
