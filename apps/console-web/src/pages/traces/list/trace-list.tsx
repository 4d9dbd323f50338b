import type { TracesAnswer, TraceSummary } from '@waybill/console-api';
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import { getJson } from '../../../api/http.ts';
import {
  Button,
  DataTable,
  Duration,
  EmptyState,
  ErrorNotice,
  formatCount,
  Loading,
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
  const [, navigate] = useLocation();
  const { filter, isFiltered, clear } = useTraceFilter();
  const client = useQueryClient();
  const queryKey = ['traces', filter];
  const traces = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      getJson<TracesAnswer>(`/api/traces?${traceQuery(filter, pageParam)}`, signal),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    // Who looks further back reads: the list holds still for them, and twenty pages are not asked for at every change.
    enabled: ({ state: { data } }) => data === undefined || data.pages.length === 1,
  });
  const items = traces.data?.pages.flatMap((page) => page.items) ?? [];
  const isBack = !traces.isPlaceholderData && (traces.data?.pages.length ?? 0) > 1;
  const open = ({ traceId }: TraceSummary) => navigate(`/traces/${traceId}`);

  return (
    <>
      <PageHeader
        title="Traces"
        subtitle="Every request and every message it set off, from the click to the last effect."
      />
      <TraceFilters />
      {traces.isError && <ErrorNotice error={traces.error} onRetry={() => void traces.refetch()} />}
      {traces.isPending && <Loading what="traces" />}
      {traces.isSuccess && items.length === 0 && (
        <Panel>{isFiltered ? <NothingFound onClear={clear} /> : <NoTraces />}</Panel>
      )}
      {items.length > 0 && (
        <>
          <Panel title="Duration over time" className={styles.plot} flush>
            <DurationPlot items={items} onOpen={open} />
          </Panel>
          <Panel flush>
            {isBack && (
              <p className={styles.still} role="status">
                The list holds still while you look back: {formatCount(items.length)} traces.
                <Button size="small" onClick={() => void client.resetQueries({ queryKey })}>
                  Back to the newest
                </Button>
              </p>
            )}
            <DataTable
              label="Traces, newest first"
              columns={COLUMNS}
              rows={items}
              rowKey={keyOf}
              onOpen={open}
            />
          </Panel>
          <div className={styles.more}>
            {traces.hasNextPage ? (
              <Button disabled={traces.isFetchingNextPage} onClick={() => void traces.fetchNextPage()}>
                {traces.isFetchingNextPage ? 'Loading …' : 'Load more'}
              </Button>
            ) : (
              <p className="soft">{formatCount(items.length)} shown: these are all that are kept.</p>
            )}
          </div>
        </>
      )}
    </>
  );
}

function NoTraces() {
  return (
    <EmptyState
      title="No traces yet: place an order in the shop"
      action={<Link href="/shop">Go to the shop</Link>}
    >
      Every click there becomes a trace here, live.
    </EmptyState>
  );
}

function NothingFound({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      title="No trace fits these filters"
      action={<Button onClick={onClear}>Clear the filters</Button>}
    >
      Traces are kept for some hours, the newest longest.
    </EmptyState>
  );
}

const keyOf = ({ traceId }: TraceSummary) => traceId;

const COLUMNS: readonly Column<TraceSummary>[] = [
  { key: 'at', title: 'Started', width: '130px', cell: ({ startedAt }) => <Timestamp at={startedAt} /> },
  {
    key: 'root',
    title: 'Began with',
    cell: ({ traceId, rootName, rootService }) => (
      <span className={styles.root}>
        <Link href={`/traces/${traceId}`}>{nameWords(rootName)}</Link>
        <span className="soft">{rootService}</span>
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
        <span className="only-heard">{services.join(', ')}</span>
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
    cell: ({ durationMs }) => <Duration ms={durationMs} />,
  },
];

function eventWords(events: readonly string[]): string {
  return events.length > 2 ? `${events.slice(0, 2).join(', ')} +${events.length - 2}` : events.join(', ');
}
