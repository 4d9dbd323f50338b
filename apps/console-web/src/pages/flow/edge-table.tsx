import type { TopologyAnswer, TopologyEdge } from '@waybill/console-api';
import { useMemo } from 'react';
import { Badge, DataTable, formatCount, formatRate, Panel, type Column } from '../../ui/index.ts';
import { wayOf } from './findings.ts';
import styles from './flow.module.css';

interface Props {
  topology: TopologyAnswer;
  onSelect: (nodeId: string) => void;
}

/** The graph's facts as a table: for who cannot see the graph, and for who wants to compare figures. */
export function EdgeTable({ topology, onSelect }: Props) {
  const columns = useMemo<Column<TopologyEdge>[]>(
    () => [
      {
        key: 'way',
        title: 'Way',
        cell: (edge) => (
          <button type="button" className={styles.linkButton} onClick={() => onSelect(edge.from)}>
            {wayOf(edge, topology.nodes)}
          </button>
        ),
      },
      {
        key: 'events',
        title: 'Events',
        cell: ({ events }) => <span className={styles.events}>{events.join(', ')}</span>,
      },
      { key: 'rate', title: 'Rate', align: 'end', cell: ({ perSecond }) => formatRate(perSecond) },
      {
        key: 'errors',
        title: 'Errors',
        align: 'end',
        cell: ({ errorsPerSecond }) =>
          errorsPerSecond > 0 ? <Badge tone="bad">{formatRate(errorsPerSecond)}</Badge> : formatRate(0),
      },
      { key: 'lag', title: 'Waiting', align: 'end', cell: ({ lag }) => formatCount(lag) },
    ],
    [topology.nodes, onSelect],
  );
  return (
    <Panel title="Every way, in figures" flush>
      <DataTable label="Every way" columns={columns} rows={topology.edges} rowKey={({ id }) => id} />
    </Panel>
  );
}
