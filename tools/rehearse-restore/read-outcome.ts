import { connectJetStream } from '@waybill/messaging/jetstream';
import { withClient } from '@waybill/stack/parts';
import { DEAD } from '../faults/evidence/read-broker.ts';
import { readOrders } from '../faults/evidence/read-orders.ts';
import { readProjections } from '../faults/evidence/read-projections.ts';
import { withBroker } from '../faults/kinds/broker-admin.ts';
import type { Platform } from './platform.ts';

/** Order ids, by when their acceptance was answered. */
export interface Accepted {
  readonly before: readonly string[];
  readonly between: readonly string[];
  readonly after: readonly string[];
}

export interface Outcome {
  /** Accepted and not in the order service's database, by when they were accepted. */
  readonly lost: Record<keyof Accepted, number>;
  readonly undecided: number;
  /** Orders in the figures of analytics, above what the order service has. */
  readonly extraSales: number;
  /** Products whose count of buyers in recommendation is another than in the order service. */
  readonly wrongCounts: number;
  /** Payments of orders that the order service does not have. */
  readonly paymentsOfUnknown: number;
  /** Messages of an event that its stream has already. */
  readonly storedTwice: number;
  readonly deadLetters: number;
}

export async function readOutcome({ databases, broker }: Platform, accepted: Accepted): Promise<Outcome> {
  const urlOf = (name: string) => databases.find(({ service }) => service === name)!.administratorUrl;
  const { orders, salesDue, boughtDue } = await withClient(urlOf('order'), readOrders);
  const { sales, bought, payments } = await readProjections(urlOf);
  const lost = (ids: readonly string[]) => ids.filter((id) => !orders.has(id)).length;
  return {
    lost: { before: lost(accepted.before), between: lost(accepted.between), after: lost(accepted.after) },
    undecided: [...orders.values()].filter(({ status }) => status === 'placed').length,
    extraSales: sales.orders - salesDue.orders,
    wrongCounts: [...new Set([...bought.keys(), ...boughtDue.keys()])].filter(
      (id) => (bought.get(id) ?? 0) !== (boughtDue.get(id) ?? 0),
    ).length,
    paymentsOfUnknown: payments.filter(({ orderId }) => !orders.has(orderId)).length,
    ...(await readStreams(broker)),
  };
}

async function readStreams(
  broker: Platform['broker'],
): Promise<Pick<Outcome, 'storedTwice' | 'deadLetters'>> {
  const messages = await withBroker({ broker }, async (manager) => {
    const counts: [string, number][] = [];
    for await (const { config, state } of manager.streams.list()) counts.push([config.name, state.messages]);
    return new Map(counts);
  });
  const transport = await connectJetStream({ servers: [broker.url], name: 'rehearsal' });
  try {
    let storedTwice = 0;
    for (const [stream, count] of messages) {
      if (stream === DEAD || count === 0) continue;
      const ids = new Set<string>();
      let stored = 0;
      for await (const { id, headers } of transport.reader.scan(stream, '>')) {
        // What is sent again has another message id.
        ids.add(headers['ce-id'] ?? id);
        stored += 1;
      }
      storedTwice += stored - ids.size;
    }
    return { storedTwice, deadLetters: messages.get(DEAD) ?? 0 };
  } finally {
    await transport.close();
  }
}
