import type { FaultKind } from '../fault.ts';
import { hold } from '../hold.ts';

/** A pooler is killed, with every session of the services; the relays, which connect directly, are not concerned. */
export const poolerFaults: readonly FaultKind[] = [
  {
    name: 'database.pooler-killed',
    weight: 2,
    targets: ({ poolers }) => poolers.map(({ name }) => name).sort(),
    excludes: ['database'],
    async strike({ poolers }, target, random, signal) {
      const pooler = poolers.find(({ name }) => name === target);
      if (!pooler) throw new TypeError(`there is no pooler in front of ${target}`);
      await pooler.kill();
      await hold(random.between(500, 10_000), signal);
      await pooler.start();
    },
  },
];
