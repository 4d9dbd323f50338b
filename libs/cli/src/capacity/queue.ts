/** Where work waits and is done: `queues` alike, each with `servers` of its own. */
export interface Station {
  readonly queues: number;
  readonly servers: number;
  /** Mean, in seconds. */
  readonly serviceTime: number;
  /** Squared coefficient of variation of the service time: 0 if it is always the same, 1 if it is exponential. */
  readonly variability: number;
}

export interface Queue {
  /** Of its servers, as a share of 1; above 1 the queue grows. */
  readonly utilisation: number;
  /** Mean seconds before service begins; Infinity if the queue grows. */
  readonly wait: number;
  /** Mean number that wait, over all queues: the arrivals times their wait (Little's law). */
  readonly waiting: number;
  /** By how many a second it grows. */
  readonly growth: number;
}

/** The most that it can serve a second. */
export function capacityOf({ queues, servers, serviceTime }: Station): number {
  return (queues * servers) / serviceTime;
}

/**
 * Arrivals at random (Poisson), spread evenly over the queues. Erlang's formula for M/M/c, with the factor of Allen and
 * Cunneen for other service times: exact for M/M/c and, by Pollaczek and Khinchine, for one server; for M/D/c and M/G/c an
 * approximation (Bolch et al., Queueing Networks and Markov Chains, 2nd ed., 6.3).
 *
 * @param arrivals a second, over all queues
 */
export function queueAt(arrivals: number, station: Station): Queue {
  const capacity = capacityOf(station);
  const utilisation = arrivals / capacity;
  if (utilisation >= 1) {
    return { utilisation, wait: Infinity, waiting: Infinity, growth: arrivals - capacity };
  }
  const { queues, servers, variability } = station;
  const probability = probabilityOfWaiting(utilisation * servers, servers);
  const wait = (probability / ((capacity - arrivals) / queues)) * ((1 + variability) / 2);
  return { utilisation, wait, waiting: arrivals * wait, growth: 0 };
}

/**
 * That an arrival finds all servers of an M/M/c queue busy (Erlang C), by way of Erlang B, whose recursion does not overflow.
 *
 * @param offered arrivals times service time, below `servers`
 */
export function probabilityOfWaiting(offered: number, servers: number): number {
  let blocked = 1;
  for (let server = 1; server <= servers; server++) {
    blocked = (offered * blocked) / (server + offered * blocked);
  }
  return blocked / (1 - (offered / servers) * (1 - blocked));
}
