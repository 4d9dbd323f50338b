import { randomUUID } from 'node:crypto';
import { jetstream } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import type { FaultKind } from '../fault.ts';
import { hold } from '../hold.ts';
import { BOTH } from '../network/link.ts';
import { until } from '../until.ts';
import { withBroker } from './broker-admin.ts';

/** The newest messages of a stream are stored once more, byte for byte, under ids that the broker has not seen. */
const publishedTwice: FaultKind = {
  name: 'broker.published-twice',
  weight: 2,
  targets: ({ broker }) => broker.streams,
  excludes: ['broker'],
  async strike(lab, stream, random) {
    const count = random.between(5, 50);
    // The broker may be down by a fault of its own at this moment.
    await until(`the newest messages of ${stream} are stored twice`, () =>
      withBroker(lab, async (jsm, nats) => {
        const js = jetstream(nats);
        const { state } = await jsm.streams.info(stream);
        for (
          let sequence = Math.max(state.first_seq, state.last_seq - count);
          sequence <= state.last_seq;
          sequence++
        ) {
          const message = await jsm.streams.getMessage(stream, { seq: sequence });
          if (!message) continue;
          const again = headers();
          for (const [name, values] of message.header ?? []) {
            if (!/^nats-/i.test(name)) for (const value of values) again.append(name, value);
          }
          await js.publish(message.subject, message.data, { headers: again, msgID: randomUUID() });
        }
        return true;
      }),
    );
  },
};

/**
 * Acknowledgements are lost: those of the services to the broker, or of the broker to a relay. What is held on the link is
 * dropped with the connection, so that it does not arrive afterwards.
 */
const ackLost: FaultKind = {
  name: 'broker.ack-lost',
  weight: 2,
  targets: ({ replicas }) => replicas.filter(({ links }) => links.nats).map(({ name }) => name),
  excludes: ['network'],
  async strike({ replicas }, target, random, signal) {
    const link = replicas.find(({ name }) => name === target)?.links.nats;
    if (!link) throw new TypeError(`${target} has no link to the broker`);
    try {
      link.degrade({ lost: [random.pick(BOTH)] });
      await hold(random.between(200, 5_000), signal);
    } finally {
      link.reset();
      await link.heal();
    }
  },
};

/** Another server leads the stream. */
const leaderSteppedDown: FaultKind = {
  name: 'broker.leader-stepped-down',
  weight: 2,
  targets: ({ broker }) => (broker.size > 1 ? broker.streams : []),
  async strike(lab, stream) {
    await withBroker(lab, async (_jsm, nats) => {
      const reply = await nats.request(`$JS.API.STREAM.LEADER.STEPDOWN.${stream}`);
      const { error } = reply.json<{ error?: { description: string } }>();
      if (error) throw new Error(`${stream}: its leader did not step down: ${error.description}`);
    });
  },
};

export const deliveryFaults: readonly FaultKind[] = [publishedTwice, ackLost, leaderSteppedDown];
