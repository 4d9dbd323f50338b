import type { Station } from './queue.js';

/**
 * A discrete-event simulation of a station with random arrivals, first come, first served: what arrives waits for the server
 * of its queue that is free first. It shares nothing with the formulas.
 *
 * @returns the mean wait in seconds of those that arrived
 */
export function simulatedWait(arrivals: number, station: Station, customers: number, seed: number): number {
  const { queues, servers, serviceTime, variability } = station;
  const random = generator(seed);
  const exponential = (mean: number) => -mean * Math.log(1 - random());
  const freeAt = Array.from({ length: queues }, () => new Array<number>(servers).fill(0));
  let [now, waited] = [0, 0];
  for (let customer = 0; customer < customers; customer++) {
    now += exponential(1 / arrivals);
    const queue = freeAt[Math.floor(random() * queues)]!;
    const server = queue.indexOf(Math.min(...queue));
    const begun = Math.max(now, queue[server]!);
    waited += begun - now;
    queue[server] = begun + (variability === 0 ? serviceTime : exponential(serviceTime));
  }
  return waited / customers;
}

/** Mulberry32: the same numbers from 0 to 1 for the same seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
