import type { TopologyResponse } from '@waybill/console-api';
import { Background, Controls, MarkerType, ReactFlow, type Edge, type Node } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useMemo } from 'react';
import { MOST_ANIMATED_EDGES } from './edge-look.ts';
import { isRepeated } from './findings.ts';
import { FlowEdge, type FlowEdgeData } from './flow-edge.tsx';
import { FlowNode, type FlowNodeData } from './flow-node.tsx';
import styles from './flow-graph.module.css';
import { NODE_WIDTH, nodeHeight, placeNodes, type Place } from './place-nodes.ts';
import { useReducedMotion } from './use-reduced-motion.ts';

const NODE_TYPES = { node: FlowNode };
const EDGE_TYPES = { edge: FlowEdge };
const FIT = { padding: 0.04, maxZoom: 1.6 };

interface Props {
  topology: TopologyResponse;
  selectedId?: string;
  onSelect: (nodeId: string) => void;
}

/** The topology as a graph that can be dragged and zoomed. The table below has all of it too. */
export function FlowGraph({ topology, selectedId, onSelect }: Props) {
  const still = useReducedMotion();
  const places = useMemo(() => placeNodes(topology), [topology]);
  const animated = !still && topology.edges.length < MOST_ANIMATED_EDGES;
  const nodes = useMemo(
    () => topology.nodes.map((node) => toNode(node, places.get(node.id)!, node.id === selectedId)),
    [topology.nodes, places, selectedId],
  );
  const edges = useMemo(
    () =>
      topology.edges
        .map((edge) => (isRepeated(edge, topology.edges) ? { ...edge, finding: undefined } : edge))
        .flatMap((edge) => toEdge(edge, places, animated, selectedId)),
    [topology.edges, places, animated, selectedId],
  );
  return (
    <div className={styles.graph}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onNodeClick={(_, { id }) => onSelect(id === selectedId ? '' : id)}
        onPaneClick={() => onSelect('')}
        fitView
        fitViewOptions={FIT}
        minZoom={0.3}
        maxZoom={2}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        zoomOnScroll={false}
        preventScrolling={false}
      >
        <Background gap={22} size={1} color="var(--line)" />
        <Controls showInteractive={false} fitViewOptions={FIT} position="bottom-left" />
      </ReactFlow>
    </div>
  );
}

function toNode(node: FlowNodeData['node'], place: Place, selected: boolean): Node<FlowNodeData> {
  return {
    id: node.id,
    type: 'node',
    position: place,
    data: { node, selected },
    width: NODE_WIDTH,
    height: nodeHeight(node),
  };
}

function toEdge(
  edge: FlowEdgeData['edge'],
  places: ReadonlyMap<string, Place>,
  animated: boolean,
  selectedId: string | undefined,
): Edge<FlowEdgeData>[] {
  const from = places.get(edge.from);
  const to = places.get(edge.to);
  if (!from || !to) return [];
  const [sourceHandle, targetHandle] =
    from.x < to.x ? ['right', 'left'] : from.x > to.x ? ['back', 'home'] : ['down', 'up'];
  return [
    {
      id: edge.id,
      type: 'edge',
      source: edge.from,
      target: edge.to,
      sourceHandle,
      targetHandle,
      markerEnd: {
        type: MarkerType.ArrowClosed,
        width: 16,
        height: 16,
        markerUnits: 'userSpaceOnUse',
        color: 'var(--line-strong)',
      },
      data: {
        edge,
        animated,
        dimmed: selectedId !== undefined && edge.from !== selectedId && edge.to !== selectedId,
      },
    },
  ];
}
