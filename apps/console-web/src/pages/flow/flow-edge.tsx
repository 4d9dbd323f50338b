import type { TopologyEdge } from '@waybill/console-api';
import { BaseEdge, EdgeLabelRenderer, getBezierPath, type Edge, type EdgeProps } from '@xyflow/react';
import { classNames } from '../../ui/index.ts';
import { edgeDots, edgeTone, edgeWidth, labelPoint } from './edge-look.ts';
import styles from './flow-graph.module.css';
import { edgeFigures, findingMark } from './node-words.ts';

export interface FlowEdgeData extends Record<string, unknown> {
  edge: TopologyEdge;
  animated: boolean;
  /** Another node is selected. */
  dimmed: boolean;
}

const DOT_SECONDS = 2.4;

export function FlowEdge({ id, data, markerEnd, ...ends }: EdgeProps<Edge<FlowEdgeData>>) {
  const { edge, animated, dimmed } = data!;
  const [path] = getBezierPath(ends);
  const tone = edgeTone(edge);
  const figures = edgeFigures(edge);
  const { x, y } = labelPoint(ends, edge.kind);
  // Close to its consumer, and never over it, however long.
  const anchor = edge.kind === 'feeds' ? '-100%' : '-50%';
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        markerEnd={markerEnd}
        className={classNames(styles.edge, dimmed && styles.dimmed)}
        data-tone={tone}
        style={{ strokeWidth: edgeWidth(edge.perSecond) }}
      />
      {animated && !dimmed && <Dots path={path} count={edgeDots(edge.perSecond)} />}
      {edge.kind !== 'stores' && (figures.length > 0 || edge.finding) && (
        <EdgeLabelRenderer>
          <div
            className={classNames(styles.figure, dimmed && styles.dimmed)}
            data-tone={tone}
            style={{ transform: `translate(${anchor}, -50%) translate(${x}px, ${y}px)` }}
          >
            {figures.map((figure) => (
              <span key={figure}>{figure}</span>
            ))}
            {edge.finding && <span>⚑ {findingMark(edge.finding)}</span>}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
}

function Dots({ path, count }: { path: string; count: number }) {
  return Array.from({ length: count }, (_, index) => (
    <circle key={`${count}-${index}`} r="3" className={styles.dot}>
      <animateMotion
        dur={`${DOT_SECONDS}s`}
        begin={`${(-DOT_SECONDS * index) / count}s`}
        repeatCount="indefinite"
        path={path}
      />
    </circle>
  ));
}
