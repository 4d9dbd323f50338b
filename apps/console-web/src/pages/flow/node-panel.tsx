import type { TopologyResponse, TopologyEdge, TopologyNode } from '@waybill/console-api';
import { Link } from 'wouter';
import { Badge, IconButton, KeyValues, Panel } from '../../ui/index.ts';
import { titleOf } from './findings.ts';
import styles from './flow.module.css';
import { edgeFigures, KIND_WORDS, nodeLinks, STATE_TONES, STATE_WORDS } from './node-words.ts';

interface Props {
  node: TopologyNode;
  topology: TopologyResponse;
  onSelect: (nodeId: string) => void;
}

/** The selected node: its figures, its connections, and links to the pages that show more. */
export function NodePanel({ node, topology: { nodes, edges }, onSelect }: Props) {
  const connections = (own: 'from' | 'to', other: 'from' | 'to') =>
    edges
      .filter((edge) => edge[own] === node.id)
      .map((edge) => ({ edge, otherId: edge[other], title: titleOf(edge[other], nodes) }));
  return (
    <Panel
      title={node.label}
      className={styles.side}
      scrolls
      actions={
        <IconButton icon="close" size="small" label="Close the figures" onClick={() => onSelect('')} />
      }
    >
      <div className="stack tight">
        <KeyValues
          items={{
            Kind: KIND_WORDS[node.kind],
            State: node.kind !== 'client' && (
              <Badge tone={STATE_TONES[node.state]}>{STATE_WORDS[node.state]}</Badge>
            ),
            Service: node.service,
            Now: node.detail,
          }}
        />
        <Connections title="Incoming" connections={connections('to', 'from')} onSelect={onSelect} />
        <Connections title="Outgoing" connections={connections('from', 'to')} onSelect={onSelect} />
        <ul>
          {nodeLinks(node).map(({ href, title }) => (
            <li key={href}>
              <Link href={href}>{title}</Link>
            </li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}

interface ConnectionsProps {
  title: string;
  connections: readonly { edge: TopologyEdge; otherId: string; title: string }[];
  onSelect: (nodeId: string) => void;
}

function Connections({ title, connections, onSelect }: ConnectionsProps) {
  if (connections.length === 0) return null;
  return (
    <div>
      <h3>{title}</h3>
      <ul className="stack tight">
        {connections.map(({ edge, otherId, title: other }) => (
          <li key={edge.id}>
            <button type="button" className="link-button" onClick={() => onSelect(otherId)}>
              {other}
            </button>
            <p className="figures">{edgeFigures(edge).join(', ') || 'nothing now'}</p>
            <p className="note">{edge.events.join(', ')}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}
