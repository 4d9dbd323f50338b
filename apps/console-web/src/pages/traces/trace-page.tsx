import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { findTrace } from '../../api/find-trace.ts';
import { useLive } from '../../api/live.ts';
import { EmptyState, ErrorNotice, Loading, PageHeader } from '../../ui/index.ts';
import { TraceView } from './trace-view.tsx';

/** Spans say by themselves that they came; what consumers have done since has to be asked for. */
const ASK_AGAIN_MS = 1_500;

/** One trace, live until everybody is done with its messages. */
export function TracePage({ traceId }: { traceId: string }) {
  const { state } = useLive();
  const trace = useQuery({
    queryKey: ['trace', traceId],
    queryFn: ({ signal }) => findTrace(traceId, signal),
    refetchInterval: ({ state: { data } }) =>
      state === 'live' && data?.complete !== true ? ASK_AGAIN_MS : false,
  });
  if (trace.data) return <TraceView detail={trace.data} />;
  return (
    <>
      <PageHeader title="Trace" subtitle={<code>{traceId}</code>} />
      {trace.isPending && <Loading what="the trace" />}
      {trace.data === null && (
        <EmptyState title="No span of this trace is here" action={<Link href="/traces">All traces</Link>}>
          Spans arrive within a second or so of what they tell of, and this page shows the first at once. An
          old trace may have been pruned.
        </EmptyState>
      )}
      {trace.isError && <ErrorNotice error={trace.error} onRetry={() => void trace.refetch()} />}
    </>
  );
}
