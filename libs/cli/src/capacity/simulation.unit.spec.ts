import { describe, expect, it } from '@jest/globals';
import { capacityOf, queueAt, type Station } from './queue.js';
import { simulatedWait } from './queue.fixture.js';

const CUSTOMERS = 400_000;
const stations: [string, Station][] = [
  ['one server (M/M/1)', { queues: 1, servers: 1, serviceTime: 0.01, variability: 1 }],
  ['a link (M/D/1)', { queues: 1, servers: 1, serviceTime: 0.0008, variability: 0 }],
  ['16 handlers at once (M/M/16)', { queues: 1, servers: 16, serviceTime: 0.02, variability: 1 }],
  [
    'eight partitions, one at a time (8 × M/M/1)',
    { queues: 8, servers: 1, serviceTime: 0.003, variability: 1 },
  ],
  [
    '16 handlers that all take the same (M/D/16)',
    { queues: 1, servers: 16, serviceTime: 0.02, variability: 0 },
  ],
];

describe.each(stations)('%s waits as in the simulation', (_name, station) => {
  // Half of the load and more: below, nothing waits that is worth the name.
  it.each([0.5, 0.7, 0.9])('at a utilisation of %d', (utilisation) => {
    const arrivals = utilisation * capacityOf(station);
    const simulated = simulatedWait(arrivals, station, CUSTOMERS, 42);
    const { wait } = queueAt(arrivals, station);
    // Of a wait that is short beside the service, a share of the service.
    const leeway = Math.max(0.1 * simulated, 0.01 * station.serviceTime);
    expect(Math.abs(wait - simulated)).toBeLessThan(leeway);
  });
});
