import {
  stackConfig,
  freePortBase,
  messagingServices,
  portPlan,
  startStack,
  textReporter,
} from '@waybill/stack';
import { administratorUrl, databaseName, ensureCluster } from '@waybill/stack/parts';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installFailingWrites } from '../kinds/failing-writes.sql.ts';
import { ClockFile } from '../clock/clock-file.ts';
import type { Laboratory, Replica, ServiceDatabase } from '../laboratory.ts';
import { LabBroker } from './broker.ts';
import { LabConsequences } from './consequences.ts';
import { Links } from './links.ts';
import { MemoryFile } from './memory-file.ts';
import { StackProcesses } from './processes.ts';
import { REPLICAS } from './replicas.ts';
import { Poolers } from './poolers.ts';
import { RELEASE_MAIN, StackReleases } from './releases.ts';
import { installWitness } from './witness.ts';

export interface RunningLaboratory extends Laboratory, AsyncDisposable {
  /** Where data, logs and the report are; kept after the run. */
  readonly folder: string;
  readonly urls: Readonly<Record<string, string>>;
  readonly consequences: LabConsequences;
}

/** An order is cancelled before its undecided payment is decided, so that what is authorised late has to be released. */
const SETTINGS = {
  PAYMENT_DECLINE_CUSTOMERS: 'declined-*',
  PAYMENT_UNDECIDED_CUSTOMERS: 'undecided-*',
  PAYMENT_UNDECIDED_FOR: '20s',
  PAYMENT_TIMEOUT: '15s',
  OTEL_SDK_DISABLED: 'true',
};

/** Starts a platform of its own, with every process behind links, clocks and releases that the faults may change. */
export async function startLaboratory(
  { brokers, pgbouncer, signal }: { brokers: 1 | 3; pgbouncer: boolean; signal: AbortSignal },
  write: (text: string) => void,
): Promise<RunningLaboratory> {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-faults-'));
  const ports = portPlan(await freePortBase(26_000));
  const services = messagingServices.filter((name) => name !== 'console');
  const clocks = join(folder, 'clocks');
  const releases = join(folder, 'releases');
  const clock = ClockFile.environment(clocks);
  const poolers = pgbouncer ? new Poolers(ports.postgres + 70) : undefined;
  const links = new Links(brokers, poolers);
  const stack = await startStack(
    {
      dataDir: join(folder, 'data'),
      ports,
      config: stackConfig(),
      report: textReporter(write),
      env: { ...process.env, ...SETTINGS },
      services,
      brokers,
      replicas: Object.fromEntries(services.map((name) => [name, REPLICAS])),
      mainOf: () => RELEASE_MAIN,
      adapt: async (process, env) => {
        const service = process.replace(/-\d+$/, '');
        return {
          ...(await links.before(process, env)),
          ...clock,
          NODE_OPTIONS: `${clock.NODE_OPTIONS} ${MemoryFile.preload()}`,
          ...StackReleases.environment(releases, service),
        };
      },
    },
    { stop: signal },
  );
  const { urls } = stack.state;
  const portsOf = new Map(Object.entries(urls).map(([name, url]) => [name, Number(new URL(url).port)]));
  const administrator = new URL(administratorUrl(await ensureCluster(join(folder, 'data')), ports.postgres));
  const databases = services.map((service): ServiceDatabase => {
    const role = databaseName(service);
    return {
      service,
      role,
      administratorUrl: Object.assign(new URL(administrator), { pathname: role }).href,
    };
  });
  const replicas = Object.entries(urls).map(([name, url]): Replica => ({
    ...{ name, url, service: name.replace(/-\d+$/, '') },
    links: links.of(name),
    clock: new ClockFile(clocks, portsOf.get(name)!),
  }));
  await Promise.all(databases.map(installWitness));
  await Promise.all(databases.map(installFailingWrites));
  return {
    ...{ folder, urls, replicas, databases },
    poolers: poolers?.all ?? [],
    broker: await LabBroker.of(stack, join(folder, 'data')),
    processes: new StackProcesses(stack, portsOf, clocks),
    releases: new StackReleases(stack, services, releases),
    consequences: new LabConsequences(),
    async [Symbol.asyncDispose]() {
      await stack.stop();
      await links[Symbol.asyncDispose]();
      await poolers?.[Symbol.asyncDispose]();
    },
  };
}
