import type { Check } from '../../../faults/checks/check.ts';
import { eventsOfOrders } from '../../../faults/checks/events-of-orders.ts';
import { handledOnce } from '../../../faults/checks/handled-once.ts';
import { keyOrder } from '../../../faults/checks/key-order.ts';
import type { Evidence } from '../../../faults/evidence/evidence.ts';
import { readBroker } from '../../../faults/evidence/read-broker.ts';
import { readDeadLetters } from '../../../faults/evidence/read-dead-letters.ts';
import { readOrders } from '../../../faults/evidence/read-orders.ts';
import { readOutbox } from '../../../faults/evidence/read-outbox.ts';
import { settled, type Servers } from '../../../faults/evidence/settled.ts';
import { readWitness } from '../../../faults/lab/witness.ts';
import { withClient } from '@waybill/stack/parts';

/** Those of the laboratory that need no more than the servers. */
const CHECKS: readonly Check<keyof Messages>[] = [eventsOfOrders, handledOnce, keyOrder];

type Messages = Pick<
  Evidence,
  'behaviour' | 'consumers' | 'deadLetters' | 'orders' | 'planned' | 'published' | 'witnessed'
>;

/**
 * Waits until nothing waits any more, and compares what was published with what took effect, in every service.
 *
 * @returns how many messages were published
 * @throws Error naming what was lost, doubled or handled in another order
 */
export async function requireNothingLost(servers: Servers): Promise<number> {
  const { settled: quiet, afterMs } = await settled(servers);
  if (!quiet) throw new Error(`messages still wait after ${afterMs / 1_000} s`);
  const perService = await Promise.all(
    servers.databases.map(({ administratorUrl, service }) =>
      withClient(administratorUrl, async (client) => ({
        published: await readOutbox(client, service),
        witnessed: await readWitness(client, service),
      })),
    ),
  );
  const published = perService.flatMap((each) => each.published);
  const evidence: Messages = {
    published,
    witnessed: perService.flatMap((each) => each.witnessed),
    deadLetters: await readDeadLetters(servers.broker),
    ...(await readBroker(servers)),
    ...(await withClient(
      servers.databases.find(({ service }) => service === 'order')!.administratorUrl,
      readOrders,
    )),
    behaviour: [],
    planned: { deadLetters: [], behaviourLost: false },
  };
  const violations = CHECKS.flatMap(({ name, find }) =>
    find(evidence).map(({ kind, of, detail }) => `${name}: ${of} is ${kind}: ${detail}`),
  );
  violations.push(...evidence.deadLetters.map(({ eventId, error }) => `dead letter: ${eventId}: ${error}`));
  if (violations.length > 0) throw new Error(violations.join('\n'));
  return published.length;
}
