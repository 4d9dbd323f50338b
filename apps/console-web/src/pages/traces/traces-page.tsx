import { useParams } from 'wouter';
import { TraceList } from './list/trace-list.tsx';
import { TracePage } from './trace-page.tsx';

/** `/traces` and `/traces/:traceId`. */
export function TracesPage() {
  const { traceId } = useParams<{ traceId?: string }>();
  return traceId === undefined ? <TraceList /> : <TracePage key={traceId} traceId={traceId} />;
}
