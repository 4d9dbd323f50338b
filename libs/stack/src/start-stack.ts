import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { startControlServer, type ControlServer } from './control/control-server.js';
import { ProcessControl } from './control/process-control.js';
import { BROKER_NAMES, brokerCount, brokerPlaces, type BrokerPlace } from './nats/broker-places.js';
import { BrokerUsers } from './nats/broker-users.js';
import { startBroker } from './nats/start-broker.js';
import { requireFreePorts } from './ports/require-free-ports.js';
import { startDatabases } from './postgres/start-databases.js';
import { KeptProcesses } from './process/kept-processes.js';
import { ServedServices } from './services/served-services.js';
import { replicasOf, requireReplicas, type Replica } from './services/replicas.js';
import { startServices } from './services/start-services.js';
import { ensureSecret } from './ensure-secret.js';
import { reasonOf, StackError } from './errors.js';
import { settled } from './settled.js';
import type { StackOptions } from './stack-options.js';
import { RunRecord } from './state/run-record.js';
import { removeState, writeState, type StackState } from './state/state-file.js';
import { stopOrphans } from './state/stop-orphans.js';
import { serviceNames, type ServiceName } from './workspace.js';

/** A running stack. */
export interface Stack {
  /** What `state.json` says now: a restart changes the pids. */
  readonly state: StackState;
  /**
   * Restarts one service, for new code: its processes one after another.
   *
   * @returns true when it is ready; false if it was stopped or restarted meanwhile, or is served from another terminal,
   *   which restarts it itself
   * @throws StackError it exited before it was ready, is not ready in time, or cannot be started
   */
  restart(service: ServiceName): Promise<boolean>;
  /**
   * Stops everything in order: first the services, so that they can drain into servers that still run, then the console,
   * which takes their last spans and logs, then the servers.
   *
   * @param now aborted to kill what has not stopped yet
   */
  stop(now?: AbortSignal): Promise<void>;
}

/** How a start can be cancelled: `stop` in order, `now` by killing what has not stopped yet. */
export interface Cancellation {
  readonly stop?: AbortSignal;
  readonly now?: AbortSignal;
}

/**
 * Starts Postgres, nats-server and the services on a data folder, each restarted from then on when it exits. If anything
 * fails, or the start is cancelled, what was started is stopped again before this throws.
 */
export async function startStack(options: StackOptions, { stop, now }: Cancellation = {}): Promise<Stack> {
  const stack = new StackRun({ ...options, dataDir: resolve(options.dataDir) });
  const cancel = () => void stack.stop(now); // also ends what is being waited for
  stop?.addEventListener('abort', cancel);
  try {
    await stack.start(stop);
    return stack;
  } catch (error) {
    await stack.stop(now);
    throw error;
  } finally {
    stop?.removeEventListener('abort', cancel);
  }
}

class StackRun implements Stack {
  readonly #options: StackOptions;
  readonly #kept: KeptProcesses;
  readonly #served = new ServedServices();
  #record: RunRecord | undefined;
  #control: ControlServer | undefined;
  #users: BrokerUsers | undefined;
  #places: Pick<StackState, 'urls' | 'postgres' | 'nats'> = { urls: {}, postgres: {}, nats: '' };
  /** From when everything was started until the stop begins. */
  #running = false;
  #stopping: Promise<void> | undefined;

  constructor(options: StackOptions) {
    this.#options = options;
    this.#kept = new KeptProcesses({
      logFolder: join(options.dataDir, 'logs'),
      say: options.report.say,
      onStarted: (name, process) => {
        this.#record?.add(name, process);
        this.#publish();
      },
      onPaused: (name) => {
        this.#record?.remove(name);
        this.#publish();
      },
    });
  }

  get state(): StackState {
    const stopped = this.#running ? this.#kept.all.filter(({ state }) => state === 'stopped') : [];
    return {
      ...this.#places,
      pids: this.#record?.pids ?? {},
      ...(stopped.length > 0 && { stopped: stopped.map(({ name }) => name) }),
    };
  }

  async start(cancel?: AbortSignal): Promise<void> {
    const { dataDir, report, fresh, replicas = {}, brokerUsers } = this.#options;
    const wanted = this.#services();
    requireReplicas(replicas, wanted);
    const { record, orphans } = RunRecord.take(dataDir);
    this.#record = record;
    removeState(dataDir);
    await stopOrphans(dataDir, orphans, report.say);
    if (fresh) await empty(dataDir);
    const brokers = embeddedBrokers(this.#options);
    const processes = wanted.flatMap((service) => this.#replicas(service));
    await requireFreePorts(portsToTake(this.#options, processes, brokers));
    cancel?.throwIfAborted();

    if (brokers.length > 0 && brokerUsers) {
      const names = brokers.map(({ name }) => name);
      this.#users = await BrokerUsers.on(dataDir, names, brokerUsers);
    }
    // nats-server may have to be fetched: Postgres is prepared meanwhile.
    const [databaseUrls, natsUrl] = await settled(
      startDatabases(this.#options, this.#kept),
      startBroker(this.#options, this.#kept, brokers, this.#users),
    );
    cancel?.throwIfAborted();

    const control = new ProcessControl(
      () => this.#kept.all,
      () => this.#running,
      this.#served,
    );
    this.#control = await startControlServer(control, report.say);
    record.offerControl(this.#control);
    const urlsOf = (some: readonly Replica[]) =>
      Object.fromEntries(some.map(({ name, port }) => [name, `http://127.0.0.1:${port}`]));
    // One of each: those that need a service use its first process.
    const urls = urlsOf(processes.filter(({ name, service }) => name === service));
    this.#places = { urls: urlsOf(processes), postgres: databaseUrls, nats: natsUrl };
    const around = {
      ...{ urls, databaseUrls, control: this.#control },
      natsUrlOf: (service: ServiceName) => this.#users?.urlFor(service, natsUrl) ?? natsUrl,
      // Without it the personal data in the databases and streams of this folder cannot be read.
      personalDataKeyFile: await ensureSecret(dataDir, 'personal-data-key'),
      // On every server: each may be the one that is lost.
      ...(brokers.length > 1 && { streamReplicas: brokers.length }),
    };
    await startServices(processes, this.#options, this.#kept, {
      ...{ around, served: this.#served },
      beforeStart: () => this.#permit(),
    });
    cancel?.throwIfAborted();
    this.#running = true;
    this.#publish();
  }

  async restart(service: ServiceName): Promise<boolean> {
    if (this.#served.get(service) !== undefined) return false;
    let ready = true;
    for (const { name } of this.#replicas(service)) ready = (await this.#kept.restart(name)) && ready;
    return ready;
  }

  /** A service that starts may be of new code, which publishes or consumes something else. */
  async #permit(): Promise<void> {
    try {
      if (await this.#users?.write()) this.#kept.signal(BROKER_NAMES, 'SIGHUP');
    } catch (error) {
      this.#options.report.say(`the broker's users stay as they were: ${reasonOf(error)}`);
    }
  }

  #services(): ServiceName[] {
    const { services = serviceNames } = this.#options;
    return serviceNames.filter((name) => services.includes(name));
  }

  #replicas(service: ServiceName): Replica[] {
    return replicasOf(service, this.#options.ports, this.#options.replicas?.[service]);
  }

  stop(now?: AbortSignal): Promise<void> {
    return (this.#stopping ??= this.#stop(now));
  }

  async #stop(now?: AbortSignal): Promise<void> {
    this.#running = false;
    await this.#kept.stop(now);
    await this.#control?.close();
    if (this.#record === undefined) return;
    removeState(this.#options.dataDir);
    this.#record.release();
  }

  #publish(): void {
    if (this.#running) writeState(this.#options.dataDir, this.state);
  }
}

/** None if `NATS_URL` names others. @throws StackError `BROKERS_OUTSIDE`, `BROKERS_DIFFER` */
function embeddedBrokers({ dataDir, ports, config, brokers }: StackOptions): BrokerPlace[] {
  if (!config.natsUrl) return brokerPlaces(dataDir, ports, brokerCount(dataDir, brokers));
  if (brokers === undefined) return [];
  throw new StackError('BROKERS_OUTSIDE', 'NATS_URL names the servers to use, so none is started', {
    fix: 'unset NATS_URL, or leave out --brokers',
  });
}

function portsToTake(
  { ports, config }: StackOptions,
  processes: readonly Replica[],
  brokers: readonly BrokerPlace[],
): Record<string, number> {
  return {
    ...Object.fromEntries(processes.map(({ name, port }) => [`the ${name} service`, port])),
    ...(config.databases ? {} : { Postgres: ports.postgres }),
    ...Object.fromEntries(brokers.flatMap(portsOf)),
  };
}

function portsOf({ name, port, monitoringPort, routePort }: BrokerPlace): [use: string, port: number][] {
  return [
    [`the broker ${name}`, port],
    [`the monitoring of ${name}`, monitoringPort],
    ...(routePort === undefined ? [] : [[`the cluster routes of ${name}`, routePort] as [string, number]]),
  ];
}

/** Everything but the logs and this run's own record. */
async function empty(dataDir: string): Promise<void> {
  const parts = ['postgres', 'postgres.new', 'postgres-password', ...BROKER_NAMES];
  await Promise.all(parts.map((part) => rm(join(dataDir, part), { recursive: true, force: true })));
}
