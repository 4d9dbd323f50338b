import type { TopologyResponse, TopologyEdge } from '@waybill/console-api';
import { Badge, DataTable, formatCount, formatRate, Panel, type Column } from '../../ui/index.ts';
import { edgeWords } from './findings.ts';

interface Props {
  topology: TopologyResponse;
  onSelect: (nodeId: string) => void;
}

/** The graph as a table: for those who cannot see the graph, and to compare figures. */
export function EdgeTable({ topology, onSelect }: Props) {
  const columns: Column<TopologyEdge>[] = [
    {
      key: 'edge',
      title: 'Connection',
      cell: (edge) => (
        <button type="button" className="link-button" onClick={() => onSelect(edge.from)}>
          {edgeWords(edge, topology.nodes)}
        </button>
      ),
    },
    {
      key: 'events',
      title: 'Events',
      cell: ({ events }) => <span className="note">{events.join(', ')}</span>,
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
  ];
  return (
    <Panel title="All connections" flush>
      <DataTable label="All connections" columns={columns} rows={topology.edges} rowKey={({ id }) => id} />
    </Panel>
  );
}
