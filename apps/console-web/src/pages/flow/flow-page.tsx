import type { TopologyAnswer } from '@waybill/console-api';
import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { getJson } from '../../api/http.ts';
import { lazyPart } from '../../shell/lazy-part.ts';
import { EmptyState, ErrorNotice, Loading, PageHeader, Panel, useQueryParam } from '../../ui/index.ts';
import { EdgeTable } from './edge-table.tsx';
import { FindingList } from './finding-list.tsx';
import { FlowLegend } from './flow-legend.tsx';
import styles from './flow.module.css';
import { NodePanel } from './node-panel.tsx';
import { withWaiting } from './waiting.ts';

const FlowGraph = lazyPart(
  () => import('./flow-graph.tsx'),
  ({ FlowGraph }) => FlowGraph,
);

/** `/flow?node=`: what is declared, what was seen, and what travels now. */
export function FlowPage() {
  const { data, error, refetch } = useQuery({
    queryKey: ['topology'],
    queryFn: ({ signal }) => getJson<TopologyAnswer>('/api/topology', signal),
    select: withWaitingEdges,
    // Rates fall while nothing happens, and nothing then says so.
    refetchInterval: 5_000,
  });
  return (
    <>
      <PageHeader
        title="Flow"
        subtitle="Who talks to whom, live. Each arrow is a way that messages take; it is thicker with more traffic. Click a box for its figures."
      />
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {!data ? !error && <Loading what="the topology" /> : <Topology topology={data} />}
    </>
  );
}

function withWaitingEdges(topology: TopologyAnswer): TopologyAnswer {
  return { ...topology, edges: withWaiting(topology.edges) };
}

function Topology({ topology }: { topology: TopologyAnswer }) {
  const [nodeId, select] = useQueryParam('node');
  const selected = topology.nodes.find(({ id }) => id === nodeId);
  if (topology.nodes.length === 0) {
    return (
      <EmptyState title="No service has said anything yet">
        Services announce themselves every two seconds. Once one runs, it appears here with its streams and
        consumers.
      </EmptyState>
    );
  }
  return (
    <div className={styles.page}>
      <div className={styles.stage}>
        <Panel flush className={styles.canvas}>
          <Suspense fallback={<Loading what="the graph" />}>
            <FlowGraph topology={topology} selectedId={selected?.id} onSelect={select} />
          </Suspense>
          <FlowLegend />
        </Panel>
        {selected ? (
          <NodePanel node={selected} topology={topology} onSelect={select} onClose={() => select('')} />
        ) : (
          <FindingList topology={topology} />
        )}
      </div>
      <EdgeTable topology={topology} onSelect={select} />
    </div>
  );
}
