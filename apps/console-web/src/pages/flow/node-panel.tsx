import type { TopologyAnswer, TopologyEdge, TopologyNode } from '@waybill/console-api';
import { Link } from 'wouter';
import { Badge, IconButton, KeyValues, Panel } from '../../ui/index.ts';
import { titleOf } from './findings.ts';
import styles from './flow.module.css';
import { edgeFigures, KIND_WORDS, nodeLinks, STATE_TONES, STATE_WORDS } from './node-words.ts';

interface Props {
  node: TopologyNode;
  topology: TopologyAnswer;
  onSelect: (nodeId: string) => void;
  onClose: () => void;
}

/** The selected node: what goes in, what comes out, and where to read on. */
export function NodePanel({ node, topology: { nodes, edges }, onSelect, onClose }: Props) {
  const byId = new Map(nodes.map((one) => [one.id, one]));
  const ways = (own: 'from' | 'to') => edges.filter((edge) => edge[own] === node.id);
  return (
    <Panel
      title={node.label}
      className={styles.side}
      actions={<IconButton icon="close" size="small" label="Close the figures" onClick={onClose} />}
    >
      <div className={styles.sideBody}>
        <KeyValues
          items={[
            { key: 'Kind', value: KIND_WORDS[node.kind] },
            {
              key: 'State',
              value: node.kind !== 'client' && (
                <Badge tone={STATE_TONES[node.state]}>{STATE_WORDS[node.state]}</Badge>
              ),
            },
            { key: 'Service', value: node.service },
            { key: 'Now', value: node.detail },
          ]}
        />
        <Ways title="Comes in from" ways={ways('to')} other="from" byId={byId} onSelect={onSelect} />
        <Ways title="Goes out to" ways={ways('from')} other="to" byId={byId} onSelect={onSelect} />
        <ul className={styles.links}>
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

interface WaysProps {
  title: string;
  ways: TopologyEdge[];
  other: 'from' | 'to';
  byId: ReadonlyMap<string, TopologyNode>;
  onSelect: (nodeId: string) => void;
}

function Ways({ title, ways, other, byId, onSelect }: WaysProps) {
  if (ways.length === 0) return null;
  return (
    <div>
      <h3>{title}</h3>
      <ul className={styles.ways}>
        {ways.map((edge) => (
          <li key={edge.id}>
            <button type="button" className={styles.linkButton} onClick={() => onSelect(edge[other])}>
              {titleOf(edge[other], byId)}
            </button>
            <span className="figures">{edgeFigures(edge).join(', ') || 'nothing now'}</span>
            {edge.events.length > 0 && <span className={styles.events}>{edge.events.join(', ')}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}
