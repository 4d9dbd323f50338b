import { Link } from 'wouter';
import { useLive } from '../../api/live.ts';
import { useTrace } from '../../api/use-trace.ts';
import { EmptyState, Loaded, PageHeader } from '../../ui/index.ts';
import { TraceView } from './trace-view.tsx';

/** A live topic reports new spans, but not what consumers have done since. */
const REFRESH_MS = 1_500;

/** One trace, refreshed until every consumer is done with its messages. */
export function TracePage({ traceId }: { traceId: string }) {
  const { state } = useLive();
  const trace = useTrace(traceId, ({ state: { data } }) =>
    state === 'live' && data?.complete !== true ? REFRESH_MS : false,
  );
  if (trace.data) return <TraceView detail={trace.data} />;
  return (
    <>
      <PageHeader title="Trace" subtitle={<code>{traceId}</code>} />
      <Loaded query={trace} what="the trace">
        {() => (
          <EmptyState title="There is no span of this trace" action={<Link href="/traces">All traces</Link>}>
            Spans arrive within about a second, and this page shows the first one immediately. An old trace
            may have been deleted.
          </EmptyState>
        )}
      </Loaded>
    </>
  );
}
