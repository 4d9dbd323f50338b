import type { ConsumerInfo, StreamInfo } from '@nats-io/jetstream';
import type { FaultKind } from '../fault.ts';
import type { Laboratory } from '../laboratory.ts';
import { until } from '../until.ts';
import { withBroker } from './broker-admin.ts';

/** kill -9 to the server that leads a stream. */
const leaderKilled: FaultKind = {
  name: 'broker.leader-killed',
  weight: 3,
  targets: ({ broker }) => (broker.size > 1 ? broker.streams : []),
  excludes: ['process.pause-server'],
  async strike(lab, stream) {
    await until(`${stream} has a leader to kill`, () =>
      withBroker(lab, async (jsm) => {
        // The servers are called as their processes are.
        const leader = (await jsm.streams.info(stream)).cluster?.leader;
        if (!leader) return false;
        lab.processes.signal(leader, 'SIGKILL');
        return true;
      }),
    );
  },
};

/**
 * One server of a cluster starts on an empty disk. It is given everything again by the others: a majority has all that
 * was acknowledged, if nothing happens to another server meanwhile.
 */
const diskWiped: FaultKind = {
  name: 'broker.disk-wiped',
  weight: 2,
  targets: ({ broker }) => (broker.size > 1 ? [broker.names.at(-1)!] : []),
  excludes: ['broker', 'process.kill', 'process.terminate', 'process.pause-server'],
  async strike(lab) {
    await untilReplicasAreCurrent(lab);
    await lab.broker.loseData();
    await untilReplicasAreCurrent(lab);
  },
};

export const clusterFaults: readonly FaultKind[] = [leaderKilled, diskWiped];

async function untilReplicasAreCurrent(lab: Laboratory): Promise<void> {
  const { broker } = lab;
  const isWhole = ({ cluster }: StreamInfo | ConsumerInfo) => {
    const replicas = cluster?.replicas ?? [];
    return (
      replicas.length === broker.size - 1 && replicas.every(({ current, offline }) => current && !offline)
    );
  };
  await until('every replica of the streams and durables is current', () =>
    withBroker(lab, async (jsm) => {
      for (const stream of [...broker.streams, 'DEAD']) {
        if (!isWhole(await jsm.streams.info(stream))) return false;
        for await (const consumer of jsm.consumers.list(stream)) if (!isWhole(consumer)) return false;
      }
      return true;
    }),
  );
}
