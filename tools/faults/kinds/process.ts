import type { Random } from '../../shoppers/random.ts';
import type { FaultKind } from '../fault.ts';
import { hold } from '../hold.ts';
import type { Laboratory } from '../laboratory.ts';

/** Long enough that every lease, heartbeat and acknowledgement of a process that stands still runs out. */
const STANDSTILL_MS = 15_000;

function processFault(
  name: string,
  weight: number,
  targets: (lab: Laboratory) => readonly string[],
  strike: (lab: Laboratory, target: string, random: Random, signal: AbortSignal) => Promise<void> | void,
): FaultKind {
  return {
    name: `process.${name}`,
    weight,
    targets,
    // What is stopped by another fault cannot be killed, and the broker's data is lost in a restart of its own.
    excludes: ['broker.data-lost', 'process.rolling-restart'],
    strike: async (...args) => strike(...args),
  };
}

const services = ({ replicas }: Laboratory) => replicas.map(({ name }) => name);
const servers = ({ broker }: Laboratory) => ['postgres', ...broker.names];
const everything = (lab: Laboratory) => [...services(lab), ...servers(lab)];

export const processFaults: readonly FaultKind[] = [
  processFault('kill', 6, everything, ({ processes }, target) => processes.signal(target, 'SIGKILL')),
  processFault('terminate', 3, everything, ({ processes }, target) => processes.signal(target, 'SIGTERM')),
  processFault('pause', 4, services, pause),
  processFault('pause-server', 1, servers, pause),
  processFault('out-of-memory', 2, services, ({ processes }, target, _, signal) =>
    processes.exhaustMemory(target, signal),
  ),
  processFault('kill-session', 2, ({ databases }) => databases.map(({ service }) => service), killSession),
  {
    name: 'process.rolling-restart',
    weight: 2,
    targets: ({ releases }) => releases.services,
    excludes: ['process', 'broker.data-lost'],
    async strike({ releases }, service, _, signal) {
      await releases.roll(service, 'next');
      await hold(STANDSTILL_MS, signal);
      await releases.roll(service, 'current');
    },
  },
];

async function pause(
  { processes }: Laboratory,
  target: string,
  _: Random,
  signal: AbortSignal,
): Promise<void> {
  const resume = processes.pause(target);
  try {
    await hold(STANDSTILL_MS, signal);
  } finally {
    resume();
  }
}

/** Postgres ends every session and recovers when one of its processes is killed. */
async function killSession({ processes, databases }: Laboratory, service: string): Promise<void> {
  const database = databases.find((each) => each.service === service)!;
  await processes.killSession(database);
}
