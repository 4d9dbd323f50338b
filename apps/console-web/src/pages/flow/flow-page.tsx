import type { TopologyResponse } from '@waybill/console-api';
import { Suspense } from 'react';
import { useJson } from '../../api/use-json.ts';
import { lazyPart } from '../../shell/lazy-part.ts';
import { EmptyState, Loaded, Loading, PageHeader, Panel, useQueryParam } from '../../ui/index.ts';
import { EdgeTable } from './edge-table.tsx';
import { FindingList } from './finding-list.tsx';
import { FlowLegend } from './flow-legend.tsx';
import styles from './flow.module.css';
import { LatencyPanel } from './latency-panel.tsx';
import { NodePanel } from './node-panel.tsx';
import { withWaiting } from './waiting.ts';

const FlowGraph = lazyPart(() => import('./flow-graph.tsx'), 'FlowGraph');

/** No live topic says that rates fall while nothing happens. */
const REFRESH_MS = 5_000;

/** `/flow?node=`: what is declared, what was seen, and the traffic now. */
export function FlowPage() {
  const query = useJson<TopologyResponse>(['topology'], '/api/topology', {
    select: withWaitingEdges,
    refetchInterval: REFRESH_MS,
  });
  return (
    <>
      <PageHeader
        title="Flow"
        subtitle="Which services exchange messages, live. An arrow is thicker with more traffic. Click a box for its figures."
      />
      <Loaded query={query} what="the topology">
        {(topology) => <Topology topology={topology} />}
      </Loaded>
    </>
  );
}

function withWaitingEdges(topology: TopologyResponse): TopologyResponse {
  return { ...topology, edges: withWaiting(topology.edges) };
}

function Topology({ topology }: { topology: TopologyResponse }) {
  const [nodeId, select] = useQueryParam('node');
  const selected = topology.nodes.find(({ id }) => id === nodeId);
  if (topology.nodes.length === 0) {
    return (
      <EmptyState title="No service has reported yet">
        Services announce themselves every two seconds. Once one runs, it appears here with its streams and
        consumers.
      </EmptyState>
    );
  }
  return (
    <div className="stack">
      <div className={styles.stage}>
        <Panel flush className={styles.canvas}>
          <Suspense fallback={<Loading what="the graph" />}>
            <FlowGraph topology={topology} selectedId={selected?.id} onSelect={select} />
          </Suspense>
          <FlowLegend />
        </Panel>
        {selected ? (
          <NodePanel node={selected} topology={topology} onSelect={select} />
        ) : (
          <FindingList topology={topology} />
        )}
      </div>
      <EdgeTable topology={topology} onSelect={select} />
      <LatencyPanel />
    </div>
  );
}
