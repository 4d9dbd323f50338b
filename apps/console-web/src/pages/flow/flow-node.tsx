import type { TopologyNode } from '@waybill/console-api';
import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import type { CSSProperties } from 'react';
import { classNames } from '../../ui/index.ts';
import { drawnLabel, hueOf, KIND_WORDS, STATE_WORDS } from './node-words.ts';
import styles from './flow-graph.module.css';

export interface FlowNodeData extends Record<string, unknown> {
  node: TopologyNode;
  selected: boolean;
}

/** A longer name takes the place of the figures, which the panel has too. */
const MOST_LETTERS = 20;

/** One part of the platform. Words and shape show its state; the colour repeats it. */
export function FlowNode({ data: { node, selected } }: NodeProps<Node<FlowNodeData>>) {
  const { kind, state, detail } = node;
  const label = drawnLabel(node);
  const long = label.length > MOST_LETTERS;
  const unhealthy = state === 'down' || state === 'degraded';
  return (
    <button
      type="button"
      className={classNames(styles.node, styles[kind], unhealthy && styles.down)}
      style={{ '--hue': hueOf(node) } as CSSProperties}
      aria-pressed={selected}
      title={[node.label, detail].filter(Boolean).join(': ')}
    >
      <span className={styles.kind}>
        {KIND_WORDS[kind]}
        {state !== 'up' && kind !== 'client' && (
          <b className={classNames(styles.state, unhealthy && styles.alarm)}>{STATE_WORDS[state]}</b>
        )}
      </span>
      <span className={classNames('cut', styles.label, long && styles.long)}>{label}</span>
      {detail && !long && kind !== 'database' && (
        <span className={classNames('soft cut', styles.detail)}>{detail}</span>
      )}
      <Handle id="right" type="source" position={Position.Right} style={{ top: '36%' }} />
      <Handle id="left" type="target" position={Position.Left} style={{ top: '36%' }} />
      <Handle id="back" type="source" position={Position.Left} style={{ top: '74%' }} />
      <Handle id="home" type="target" position={Position.Right} style={{ top: '74%' }} />
      <Handle id="down" type="source" position={Position.Bottom} />
      <Handle id="up" type="target" position={Position.Top} />
    </button>
  );
}
