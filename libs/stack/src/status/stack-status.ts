import { reasonOf } from '../errors.js';
import { BROKER_NAMES } from '../nats/broker-places.js';
import { identify } from '../process/process-identity.js';
import { withClient } from '../postgres/with-client.js';
import { memoryOf } from '../process/process-memory.js';
import type { StackState } from '../state/state-file.js';
import { natsInfo } from './nats-info.js';
import { describeHealth, serviceHealth } from './service-health.js';

/** One part of a running stack, as seen from outside. */
export interface PartStatus {
  readonly name: string;
  readonly healthy: boolean;
  /** It was stopped on purpose, and stays so until it is started again. */
  readonly stopped?: true;
  /** What is wrong, or a version. */
  readonly detail: string;
  readonly address?: string;
  /** Undefined for a server outside the stack. */
  readonly pid?: number;
  /** Resident bytes, the process's children included. */
  readonly memory?: number;
}

type Probe = () => Promise<Pick<PartStatus, 'healthy' | 'detail'>>;

/** Probes every part: the services' health, a query of Postgres, the greeting of nats-server. */
export async function stackStatus(state: StackState): Promise<PartStatus[]> {
  const { host } = new URL(Object.values(state.postgres)[0] ?? 'postgresql://unknown');
  const parts: [name: string, address: string, probe: Probe][] = [
    ['postgres', host, () => probePostgres(Object.values(state.postgres))],
    ...brokersIn(state).map(([name, url]): [string, string, Probe] => [name, url, () => probeNats(url)]),
    ...Object.entries(state.urls).map(([name, url]): [string, string, Probe] => [
      name,
      url,
      () => probeService(url),
    ]),
  ];
  const probed = parts.map(async ([name, address, probe]): Promise<PartStatus> => {
    if (state.stopped?.includes(name)) {
      return {
        name,
        address,
        healthy: false,
        stopped: true,
        detail: 'stopped on purpose; the console starts it',
      };
    }
    const pid = state.pids[name];
    const outcome = await probe().catch((error: unknown) => ({ healthy: false, detail: reasonOf(error) }));
    return { name, address, ...outcome, ...(pid === undefined ? {} : { pid, memory: await memoryOf(pid) }) };
  });
  return [...(await supervisor(state)), ...(await Promise.all(probed))];
}

/** Servers from outside are one part. */
function brokersIn({ nats, pids, stopped = [] }: StackState): [name: string, urls: string][] {
  const embedded = BROKER_NAMES.some((name) => name in pids || stopped.includes(name));
  return embedded ? nats.split(',').map((url, index) => [BROKER_NAMES[index]!, url]) : [['nats', nats]];
}

/** Its children are the other parts, which are counted there. */
async function supervisor({ pids: { supervisor: pid, ...others } }: StackState): Promise<PartStatus[]> {
  if (pid === undefined) return [];
  if (identify(pid) === undefined) {
    return [{ name: 'supervisor', healthy: false, detail: 'killed: nothing is restarted any more', pid }];
  }
  return [
    {
      name: 'supervisor',
      healthy: true,
      detail: `Node ${process.versions.node}`,
      pid,
      memory: await memoryOf(pid, Object.values(others)),
    },
  ];
}

async function probeService(url: string): ReturnType<Probe> {
  const health = await serviceHealth(url);
  return { healthy: health.ready, detail: describeHealth(health) };
}

async function probePostgres(urls: readonly string[]): ReturnType<Probe> {
  const versions = await Promise.all(urls.map(versionOf));
  return { healthy: true, detail: [...new Set(versions)].join(', ') };
}

async function versionOf(url: string): Promise<string> {
  const { rows } = await withClient(url, (client) =>
    client.query<{ server_version: string }>('SHOW server_version'),
  );
  return rows[0]!.server_version;
}

async function probeNats(urls: string): ReturnType<Probe> {
  const infos = await Promise.all(urls.split(',').map((url) => natsInfo(url.trim())));
  const versions = [...new Set(infos.map(({ version }) => version))].join(', ');
  const withJetStream = infos.every(({ jetstream }) => jetstream);
  return { healthy: withJetStream, detail: withJetStream ? versions : `${versions}, without JetStream` };
}
