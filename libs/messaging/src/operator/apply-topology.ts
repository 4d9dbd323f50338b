import type { TopologyReply } from '../inspection/protocol.js';
import { silentLog, type Log } from '../log.js';
import { fromWantedDurable } from '../topology/wanted-durable.js';
import { placeDurables, type WantedTopology } from '../topology/wanted-topology.js';
import type { StreamTransport } from '../transport/stream-transport.js';

/**
 * Makes streams and durables as a process of a service wants them, with the code that a service uses itself. The service
 * finds them at its next attempt, some seconds later.
 *
 * @throws TopologyRefused, BrokerUnavailable
 */
export async function applyTopology(
  transport: Pick<StreamTransport, 'admin' | 'reconcile'>,
  reply: TopologyReply,
  log: Log = silentLog,
): Promise<void> {
  const { streams, consumers, moves, obsolete } = wantedIn(reply);
  await transport.reconcile({ streams, consumers: [] });
  await placeDurables(transport, { consumers, moves }, log);
  for (const { stream, name } of obsolete) await transport.admin.deleteConsumer(stream, name);
}

export interface TopologyChange {
  /** `refused`: no update can do it, and `applyTopology` fails. */
  change: 'create' | 'update' | 'move' | 'delete' | 'refused';
  /** `stream ORDER`, `consumer order-settlement_standard of stream ORDER`. */
  item: string;
  /** For people. */
  detail: string;
}

/** What `applyTopology` would do. @throws BrokerUnavailable */
export async function compareTopology(
  transport: Pick<StreamTransport, 'examine'>,
  reply: TopologyReply,
): Promise<TopologyChange[]> {
  const { streams, consumers, moves, obsolete } = wantedIn(reply);
  const drifts = await transport.examine({ streams, consumers }, 'every');
  const titleOf = ({ stream, name }: { stream: string; name: string }) =>
    `consumer ${name} of stream ${stream}`;
  return [
    ...drifts.map(({ item, kind, detail }): TopologyChange => {
      if (kind === 'missing') return { change: 'create', item, detail: '' };
      return { change: kind === 'changed' ? 'update' : 'refused', item, detail };
    }),
    ...moves.map(({ reason, ...durable }): TopologyChange => ({
      ...{ change: 'move', item: titleOf(durable), detail: reason },
    })),
    ...obsolete.map((durable): TopologyChange => ({
      ...{ change: 'delete', item: titleOf(durable), detail: 'from before the consumer was rebuilt' },
    })),
  ];
}

function wantedIn({ consumers, ...wanted }: TopologyReply): WantedTopology {
  return { ...wanted, consumers: consumers.map(fromWantedDurable) };
}
