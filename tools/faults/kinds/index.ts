import type { FaultKind } from '../fault.ts';
import { deliveryFaults } from './broker-delivery.ts';
import { storageFaults } from './broker-storage.ts';
import { clockFaults } from './clock.ts';
import { clusterFaults } from './cluster.ts';
import { publishedFaults } from './content-published.ts';
import { switchedFaults } from './content-switched.ts';
import { lockFaults } from './database-locks.ts';
import { settingFaults } from './database-settings.ts';
import { writesFaults } from './database-writes.ts';
import { networkFaults } from './network.ts';
import { poolerFaults } from './pooler.ts';
import { processFaults } from './process.ts';

export const allKinds: readonly FaultKind[] = [
  ...processFaults,
  ...networkFaults,
  ...deliveryFaults,
  ...storageFaults,
  ...clusterFaults,
  ...settingFaults,
  ...writesFaults,
  ...lockFaults,
  ...poolerFaults,
  ...clockFaults,
  ...publishedFaults,
  ...switchedFaults,
];

/** @throws TypeError naming what there is no kind of, and the kinds */
export function chosenKinds(wanted: readonly string[], all: readonly FaultKind[] = allKinds): FaultKind[] {
  const matches = (name: string, each: string) => name === each || name.startsWith(`${each}.`);
  const unknown = wanted.find((each) => !all.some(({ name }) => matches(name, each)));
  if (unknown !== undefined) {
    throw new TypeError(
      `--kinds: there is no "${unknown}"; there are ${all.map(({ name }) => name).join(', ')}`,
    );
  }
  return all.filter(({ name }) => wanted.length === 0 || wanted.some((each) => matches(name, each)));
}
