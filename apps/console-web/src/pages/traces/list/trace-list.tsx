import type { TracesResponse, TraceSummary } from '@waybill/console-api';
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { getJson } from '../../../api/http.ts';
import {
  Button,
  DataTable,
  EmptyState,
  formatCount,
  formatDuration,
  Loaded,
  PageHeader,
  Panel,
  ServiceMark,
  shortId,
  Timestamp,
  type Column,
} from '../../../ui/index.ts';
import { nameWords } from '../span-words.ts';
import { TraceStatusBadge } from '../trace-status-badge.tsx';
import { DurationPlot } from './duration-plot.tsx';
import { TraceFilters } from './trace-filters.tsx';
import styles from './trace-list.module.css';
import { traceQuery, useTraceFilter } from './use-trace-filter.ts';

export function TraceList() {
  const { filter, isFiltered, clear } = useTraceFilter();
  const client = useQueryClient();
  const queryKey = ['traces', filter];
  const traces = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      getJson<TracesResponse>(`/api/traces?${traceQuery(filter, pageParam)}`, signal),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    // With older pages loaded the list is not refreshed: it must not move, and many pages would be requested each time.
    enabled: ({ state: { data } }) => data === undefined || data.pages.length === 1,
  });
  const isBack = !traces.isPlaceholderData && (traces.data?.pages.length ?? 0) > 1;
  return (
    <>
      <PageHeader
        title="Traces"
        subtitle="Every request and the messages that it caused, from the click to the last effect."
      />
      <TraceFilters />
      <Loaded query={traces} what="traces">
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0)
            return <Panel>{isFiltered ? <NothingFound onClear={clear} /> : <NoTraces />}</Panel>;
          return (
            <>
              <Panel title="Duration over time" className={styles.plot} flush>
                <DurationPlot items={items} />
              </Panel>
              <Panel flush>
                {isBack && (
                  <p className={`row apart ${styles.still}`} role="status">
                    The list is not refreshed while it shows older traces: {formatCount(items.length)} traces.
                    <Button size="small" onClick={() => void client.resetQueries({ queryKey })}>
                      Back to the newest
                    </Button>
                  </p>
                )}
                <DataTable
                  label="Traces, newest first"
                  columns={COLUMNS}
                  rows={items}
                  rowKey={({ traceId }) => traceId}
                  rowHref={addressOf}
                />
              </Panel>
              <div className={styles.more}>
                {traces.hasNextPage ? (
                  <Button disabled={traces.isFetchingNextPage} onClick={() => void traces.fetchNextPage()}>
                    {traces.isFetchingNextPage ? 'Loading …' : 'Load more'}
                  </Button>
                ) : (
                  <p className="soft">{formatCount(items.length)} traces: all that are kept.</p>
                )}
              </div>
            </>
          );
        }}
      </Loaded>
    </>
  );
}

function NoTraces() {
  return (
    <EmptyState
      title="No traces yet: place an order in the shop"
      action={<Link href="/shop">Go to the shop</Link>}
    >
      Every order there becomes a trace here, live.
    </EmptyState>
  );
}

function NothingFound({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      title="No trace matches these filters"
      action={<Button onClick={onClear}>Clear the filters</Button>}
    >
      Traces are kept for a limited time.
    </EmptyState>
  );
}

const addressOf = ({ traceId }: TraceSummary) => `/traces/${traceId}`;

const COLUMNS: readonly Column<TraceSummary>[] = [
  { key: 'at', title: 'Started', width: '130px', cell: ({ startedAt }) => <Timestamp at={startedAt} /> },
  {
    key: 'root',
    title: 'Began with',
    cell: (trace) => (
      <span className={styles.root}>
        <Link href={addressOf(trace)}>{nameWords(trace.rootName)}</Link>
        <span className="note">{trace.rootService}</span>
      </span>
    ),
  },
  {
    key: 'events',
    title: 'Events',
    width: '24%',
    cell: ({ events }) => <span className="soft">{eventWords(events)}</span>,
  },
  {
    key: 'services',
    title: 'Services',
    width: '8%',
    cell: ({ services }) => (
      <span className={styles.services} title={services.join(', ')}>
        {services.map((service) => (
          <ServiceMark key={service} service={service} />
        ))}
        <span className="visually-hidden">{services.join(', ')}</span>
      </span>
    ),
  },
  { key: 'status', title: 'Status', width: '9%', cell: ({ status }) => <TraceStatusBadge status={status} /> },
  {
    key: 'order',
    title: 'Order',
    width: '130px',
    cell: ({ conversationId }) =>
      conversationId && (
        <Link
          href={`/messages/${encodeURIComponent(conversationId)}`}
          className="mono"
          title={conversationId}
        >
          {shortId(conversationId)}
        </Link>
      ),
  },
  {
    key: 'spans',
    title: 'Spans',
    width: '80px',
    align: 'end',
    cell: ({ spanCount }) => formatCount(spanCount),
  },
  {
    key: 'duration',
    title: 'Duration',
    width: '110px',
    align: 'end',
    cell: ({ durationMs }) => formatDuration(durationMs),
  },
];

function eventWords(events: readonly string[]): string {
  return events.length > 2 ? `${events.slice(0, 2).join(', ')} +${events.length - 2}` : events.join(', ');
}
