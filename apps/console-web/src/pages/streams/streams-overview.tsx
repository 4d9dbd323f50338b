import type { OutboxAnswer, StreamsAnswer } from '@waybill/console-api';
import { useQuery } from '@tanstack/react-query';
import { getJson } from '../../api/http.ts';
import { EmptyState, ErrorNotice, Loading, PageHeader, Panel } from '../../ui/index.ts';
import { OutboxPanel } from './outbox-panel.tsx';
import { StreamPanel } from './stream-panel.tsx';
import styles from './streams.module.css';

export function StreamsOverview() {
  return (
    <>
      <PageHeader
        title="Outbox & streams"
        subtitle="Where messages wait: in the outbox of the service that publishes them, then in a stream of the broker, until every consumer has settled them."
      />
      <div className={styles.page}>
        <Outboxes />
        <Streams />
      </div>
    </>
  );
}

// Ages grow and rates fall while nothing happens that the server could tell of.
const REFRESH_MS = 2_000;

function Outboxes() {
  const { data, error, refetch, dataUpdatedAt } = useQuery({
    queryKey: ['outbox'],
    queryFn: ({ signal }) => getJson<OutboxAnswer>('/api/outbox', signal),
    refetchInterval: REFRESH_MS,
  });
  return (
    <>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data ? (
        <OutboxPanel services={data.services} at={Math.floor(dataUpdatedAt / 1_000)} />
      ) : (
        !error && <Loading what="the outboxes" />
      )}
    </>
  );
}

function Streams() {
  const { data, error, refetch } = useQuery({
    queryKey: ['streams'],
    queryFn: ({ signal }) => getJson<StreamsAnswer>('/api/streams', signal),
    refetchInterval: REFRESH_MS,
  });
  if (!data) {
    return error ? (
      <ErrorNotice error={error} onRetry={() => void refetch()} />
    ) : (
      <Loading what="the streams" />
    );
  }
  return (
    <>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data.streams.length === 0 ? (
        <Panel title="Streams">
          <EmptyState title="No streams yet">
            The services declare their streams when they first start.
          </EmptyState>
        </Panel>
      ) : (
        data.streams.map((stream) => <StreamPanel key={stream.name} stream={stream} />)
      )}
    </>
  );
}
