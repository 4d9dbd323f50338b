import { withClient } from '@waybill/stack/parts';
import type { RunningLaboratory } from '../lab/start-laboratory.ts';
import { readWitness } from '../lab/witness.ts';
import type { Journal } from '../load/journal.ts';
import { readBroker } from './read-broker.ts';
import { readDeadLetters } from './read-dead-letters.ts';
import { readOrders } from './read-orders.ts';
import { readOutbox } from './read-outbox.ts';
import { readProjections } from './read-projections.ts';
import { readSessions } from './read-sessions.ts';
import type { Consumer, Evidence } from './evidence.ts';

/** Reads it all from the servers, past links and services. */
export async function readEvidence(
  lab: RunningLaboratory,
  { journal, unanswered }: { journal: Journal; unanswered: readonly string[] },
  consumersBefore: readonly Consumer[],
): Promise<Evidence> {
  const perService = await Promise.all(
    lab.databases.map(({ administratorUrl, service }) =>
      withClient(administratorUrl, async (client) => ({
        published: await readOutbox(client, service),
        witnessed: await readWitness(client, service),
        sessions: await readSessions(client, service),
      })),
    ),
  );
  const administratorUrlOf = (name: string) =>
    lab.databases.find(({ service }) => service === name)!.administratorUrl;
  return {
    unanswered,
    accepted: journal.orders,
    cancelled: journal.cancelled,
    behaviour: journal.behaviour,
    published: perService.flatMap(({ published }) => published),
    witnessed: perService.flatMap(({ witnessed }) => witnessed),
    sessions: perService.map(({ sessions }) => sessions),
    consumersBefore,
    ...(await readBroker(lab)),
    deadLetters: await readDeadLetters(lab.broker),
    ...(await withClient(administratorUrlOf('order'), readOrders)),
    ...(await readProjections(administratorUrlOf)),
    planned: { deadLetters: lab.consequences.letters, behaviourLost: lab.consequences.behaviour.length > 0 },
  };
}
