import { DiscardPolicy } from '@nats-io/jetstream';
import type { FaultKind } from '../fault.ts';
import { hold } from '../hold.ts';
import type { Laboratory } from '../laboratory.ts';
import { until } from '../until.ts';
import { durablesOf, untilStreamsExist, withBroker } from './broker-admin.ts';
import { republishLost } from './republish.ts';

/** A lost message that is being retried, or is a dead letter, is lost with everything else: nothing else may make some. */
const MAKES_LETTERS = ['content', 'database', 'broker'] as const;

/** The stream refuses what is published, as when its limit or the disk is reached. */
const full: FaultKind = {
  name: 'broker.stream-full',
  weight: 2,
  targets: ({ broker }) => broker.streams,
  excludes: ['broker'],
  async strike(lab, stream, random, signal) {
    const before = await withBroker(lab, async (jsm) => {
      const { config, state } = await jsm.streams.info(stream);
      const limits = { max_bytes: Math.max(1, state.bytes), discard: DiscardPolicy.New };
      await jsm.streams.update(stream, { ...config, ...limits });
      return { max_bytes: config.max_bytes, discard: config.discard };
    });
    try {
      await hold(random.between(5_000, 30_000), signal);
    } finally {
      await restored(lab, stream, async (jsm) => {
        const { config } = await jsm.streams.info(stream);
        await jsm.streams.update(stream, { ...config, ...before });
      });
    }
  },
};

/** One consumer's position is gone; the service makes the durable again where the consumer stands. */
const durableDeleted: FaultKind = {
  name: 'broker.durable-deleted',
  weight: 2,
  targets: ({ broker }) => broker.streams,
  excludes: ['broker'],
  async strike(lab, stream, random) {
    await withBroker(lab, async (jsm) => {
      const durables = await durablesOf(jsm, stream);
      if (durables.length === 0) return;
      const durable = random.pick(durables);
      await jsm.consumers.delete(stream, durable);
      await until(`a service has made ${durable} of ${stream} again`, async () =>
        (await durablesOf(jsm, stream)).includes(durable),
      );
    });
  },
};

/** The messages of one domain are gone, those that were not handled too. Healing sends again what may be lost. */
const streamDeleted: FaultKind = {
  name: 'broker.stream-deleted',
  weight: 1,
  targets: ({ broker }) => broker.streams,
  excludes: MAKES_LETTERS,
  async strike(lab, stream) {
    const why = `the stream ${stream} was deleted`;
    lab.consequences.behaviourLost(why);
    lab.consequences.reordered(why);
    const lostAt = new Date();
    await withBroker(lab, (jsm) => jsm.streams.delete(stream));
    await untilStreamsExist(lab, [stream]);
    await republishLost(lab, lostAt);
  },
};

/** The broker starts on an empty disk. Healing sends again what may be lost. */
const dataLost: FaultKind = {
  name: 'broker.data-lost',
  weight: 1,
  targets: ({ broker }) => (broker.size === 1 ? ['nats'] : []),
  excludes: [...MAKES_LETTERS, 'process.kill', 'process.term', 'process.pause'],
  async strike(lab) {
    const why = 'the broker lost its data';
    lab.consequences.behaviourLost(why);
    lab.consequences.reordered(why);
    const lostAt = new Date();
    await lab.broker.loseData();
    await untilStreamsExist(lab);
    await republishLost(lab, lostAt);
  },
};

export const storageFaults: readonly FaultKind[] = [full, durableDeleted, streamDeleted, dataLost];

/** The broker may be down by a fault of its own at this moment. */
async function restored(
  lab: Laboratory,
  stream: string,
  restore: (jsm: Parameters<Parameters<typeof withBroker>[1]>[0]) => Promise<void>,
): Promise<void> {
  await until(`${stream} has its limits back`, () =>
    withBroker(lab, async (jsm) => {
      await restore(jsm);
      return true;
    }),
  );
}
