import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { StackConfig } from './config.js';
import { startControlServer, type ControlServer } from './control/control-server.js';
import { ProcessControl } from './control/process-control.js';
import { reasonOf, StackError } from './errors.js';
import { migrate } from './migrations/migrate.js';
import { findNatsServer } from './nats/find-nats-server.js';
import { natsReady, startNatsServer, stopNatsWith } from './nats/nats-server.js';
import type { PortPlan } from './ports/port-plan.js';
import { requireFreePorts } from './ports/require-free-ports.js';
import { ensureCluster } from './postgres/cluster.js';
import {
  administratorUrl,
  postgresReady,
  startPostgres,
  stopPostgresWith,
} from './postgres/postgres-server.js';
import { ensureServiceDatabases } from './postgres/service-databases.js';
import { KeptProcess, type KeptProcessOptions } from './process/kept-process.js';
import { LogFile } from './process/log-file.js';
import type { Reporter } from './reporter.js';
import { serviceEnvironment } from './services/service-environment.js';
import { serviceReady, startService, stopServiceWith } from './services/service-process.js';
import { RunRecord } from './state/run-record.js';
import { removeState, writeState, type StackState } from './state/state-file.js';
import { stopOrphans } from './state/stop-orphans.js';
import { inWorkspace, serviceNames, type ServiceName } from './workspace.js';

export interface StackOptions {
  readonly dataDir: string;
  readonly ports: PortPlan;
  readonly config: StackConfig;
  readonly report: Reporter;
  /** Empties the data folder first. */
  readonly fresh?: boolean;
  /** Which services to run; all by default. Databases are made for all. */
  readonly services?: readonly ServiceName[];
  /** The program of a service; `apps/<service>/dist/main.js` by default. */
  readonly mainOf?: (service: ServiceName) => string;
  /** Brings a service's database up to its migrations and returns the names of those applied; `migrate` by default. */
  readonly migrate?: typeof migrate;
}

/** A running stack. */
export interface Stack {
  /** What `state.json` says, at this moment: a restart changes the pids. */
  readonly state: StackState;
  /**
   * Stops everything in order: services first so that they can drain into servers that still run, then the console, which
   * takes in what they have to say to the last, then the servers.
   *
   * @param now aborted by the impatient: what has not stopped yet is killed
   */
  stop(now?: AbortSignal): Promise<void>;
}

/** How often the logs' sizes are looked at, in milliseconds. */
const LOG_CHECK = 60_000;

/** How long a start waits for the console, in milliseconds: it is there to watch, and nothing else needs it. */
const CONSOLE_PATIENCE = 20_000;

/** The order in which a stop goes, after the services: each may still need those behind it. */
const STOPPED_LAST = ['console', 'nats', 'postgres'];

type KeepOptions = Pick<KeptProcessOptions, 'name' | 'start' | 'ready' | 'stopWith'>;

/** How a start can be called off: `stop` in order, `now` by killing what has not stopped yet. */
export interface CallOff {
  readonly stop?: AbortSignal;
  readonly now?: AbortSignal;
}

/**
 * Brings up Postgres, nats-server and the services on a data folder, each kept alive from then on. If anything fails,
 * or the start is called off, what was started is stopped again before this throws.
 */
export async function startStack(options: StackOptions, { stop, now }: CallOff = {}): Promise<Stack> {
  const stack = new StackRun(options);
  const callOff = () => void stack.stop(now); // also ends what is being waited for
  stop?.addEventListener('abort', callOff);
  try {
    await stack.start(stop);
    return stack;
  } catch (error) {
    await stack.stop(now);
    throw error;
  } finally {
    stop?.removeEventListener('abort', callOff);
  }
}

class StackRun implements Stack {
  readonly #options: StackOptions;
  readonly #dataDir: string;
  readonly #kept: KeptProcess[] = [];
  readonly #logs: LogFile[] = [];
  #record: RunRecord | undefined;
  #logCheck: NodeJS.Timeout | undefined;
  #urls: StackState['urls'] = {};
  #postgres: StackState['postgres'] = {};
  #nats = '';
  /** From the moment when everything was started to the one when the stop begins. */
  #running = false;
  #control: ControlServer | undefined;
  #stopping: Promise<void> | undefined;

  constructor(options: StackOptions) {
    this.#options = options;
    this.#dataDir = resolve(options.dataDir);
  }

  get state(): StackState {
    const stopped = this.#running ? this.#shown().filter(({ state }) => state === 'stopped') : [];
    return {
      urls: this.#urls,
      postgres: this.#postgres,
      nats: this.#nats,
      pids: this.#record?.pids ?? {},
      ...(stopped.length > 0 && { stopped: stopped.map(({ name }) => name) }),
    };
  }

  async start(cancel?: AbortSignal): Promise<void> {
    const { report, ports, config, fresh } = this.#options;
    const { record, orphans } = RunRecord.take(this.#dataDir);
    this.#record = record;
    removeState(this.#dataDir);
    await stopOrphans(this.#dataDir, orphans, report.say);
    if (fresh) await this.#empty();
    await requireFreePorts(this.#portsToTake());
    cancel?.throwIfAborted();

    // nats-server may have to be fetched: Postgres is prepared meanwhile.
    const databases = this.#startDatabases();
    const nats = config.natsUrl === undefined ? this.#startNats() : Promise.resolve(config.natsUrl);
    const [postgres, natsUrl] = await settled(databases, nats);
    this.#postgres = postgres;
    this.#nats = natsUrl;
    cancel?.throwIfAborted();

    this.#control = await startControlServer(
      new ProcessControl(
        () => this.#shown(),
        () => this.#running,
      ),
    );
    const services = serviceNames.filter((name) => this.#options.services?.includes(name) ?? true);
    this.#urls = Object.fromEntries(services.map((name) => [name, `http://127.0.0.1:${ports[name]}`]));
    await settled(...services.map((name) => this.#startService(name)));
    cancel?.throwIfAborted();
    this.#running = true;
    this.#publish();
    this.#logCheck = setInterval(() => this.#logs.forEach((log) => log.rotateIfLarge()), LOG_CHECK).unref();
  }

  stop(now?: AbortSignal): Promise<void> {
    return (this.#stopping ??= this.#stop(now));
  }

  async #stop(now?: AbortSignal): Promise<void> {
    clearInterval(this.#logCheck);
    this.#running = false;
    const { say } = this.#options.report;
    const stop = async (kept: KeptProcess) => {
      if ((await kept.stop(now)) === 'killed') say(`${kept.name} did not stop in time and was killed`);
    };
    const last = STOPPED_LAST.flatMap((name) => this.#kept.filter((kept) => kept.name === name));
    await Promise.all(this.#kept.filter((kept) => !last.includes(kept)).map(stop));
    for (const kept of last) await stop(kept);
    await this.#control?.close();
    if (this.#record === undefined) return;
    removeState(this.#dataDir);
    this.#record.release();
  }

  async #startDatabases(): Promise<Record<ServiceName, string>> {
    const { report, ports, config, migrate: bringUp = migrate } = this.#options;
    const urls = config.databaseUrls ?? (await this.#startPostgres());
    const services = config.databaseUrls ? 'outside Postgres' : `127.0.0.1:${ports.postgres}`;
    await report.step(
      () => settled(...serviceNames.map((service) => bringUp(service, urls[service]))),
      (applied) => {
        const count = applied.flat().length;
        return `Databases      ${serviceNames.join(', ')} (${services}): ${count === 0 ? 'up to date' : `${count} migrations applied`}`;
      },
    );
    return urls;
  }

  async #startPostgres(): Promise<Record<ServiceName, string>> {
    const { report, ports } = this.#options;
    const cluster = await ensureCluster(this.#dataDir);
    const url = administratorUrl(cluster, ports.postgres);
    const log = this.#log('postgres');
    await report.step(
      async () => {
        await this.#keep({
          name: 'postgres',
          start: () => startPostgres({ cluster, port: ports.postgres, log }),
          ready: (process) => postgresReady(process, url),
          stopWith: stopPostgresWith,
        });
      },
      () => `Postgres       on 127.0.0.1:${ports.postgres}, ${cluster.fresh ? 'new data' : 'existing data'}`,
    );
    return ensureServiceDatabases({ administratorUrl: url, secret: cluster.password, port: ports.postgres });
  }

  async #startNats(): Promise<string> {
    const { report, ports, config } = this.#options;
    const found = await report.step(
      () => findNatsServer(config, { say: report.say }),
      (found) => `nats-server    ${found.kind === 'program' ? `${found.version}, ${found.from}` : found.url}`,
    );
    if (found.kind === 'outside') return found.url;
    const log = this.#log('nats');
    const storeDir = join(this.#dataDir, 'nats');
    await report.step(
      () =>
        this.#keep({
          name: 'nats',
          start: () =>
            startNatsServer({
              file: found.path,
              port: ports.nats,
              monitoringPort: ports.natsMonitoring,
              storeDir,
              log,
            }),
          ready: (process) => natsReady(process, ports.natsMonitoring),
          stopWith: stopNatsWith,
        }),
      () => `JetStream      on 127.0.0.1:${ports.nats}, monitoring on ${ports.natsMonitoring}`,
    );
    return `nats://127.0.0.1:${ports.nats}`;
  }

  async #startService(name: ServiceName): Promise<void> {
    const { report, ports, mainOf } = this.#options;
    const main = mainOf?.(name) ?? inWorkspace('apps', name, 'dist', 'main.js');
    const env = serviceEnvironment(
      name,
      {
        urls: this.#urls,
        databaseUrl: this.#postgres[name]!,
        natsUrl: this.#nats,
        control: this.#control!,
      },
      process.env,
    );
    const log = this.#log(name);
    const options: KeepOptions = {
      name,
      start: () => startService({ name, main, port: ports[name], env, log }),
      ready: (process) => serviceReady(process, ports[name]),
      stopWith: stopServiceWith,
    };
    if (name === 'console') return this.#startConsole(options);
    await report.step(
      () => this.#keep(options),
      () => `${name.padEnd(14)} ready on ${this.#urls[name]}`,
    );
  }

  /**
   * Nobody's order waits for the page: a console that does not become ready in time, or dies of its own start, does not
   * keep the platform from starting. It is started again until it is well, as after any death.
   */
  async #startConsole(options: KeepOptions): Promise<void> {
    const { report, ports } = this.#options;
    let first = true;
    const ready: KeepOptions['ready'] = (process) => {
      const patience = first ? CONSOLE_PATIENCE : undefined;
      first = false;
      return serviceReady(process, ports.console, patience);
    };
    const fault = await report.step(
      () => this.#keep({ ...options, ready }).then(() => undefined, reasonOf),
      (fault) =>
        fault === undefined
          ? `console        ready on ${this.#urls['console']}`
          : 'console        not there yet; the platform goes on without it',
    );
    if (fault === undefined || this.#stopping) return;
    report.say(fault);
    await this.#kept.find(({ name }) => name === 'console')!.resume();
  }

  async #keep(options: KeepOptions): Promise<void> {
    const kept = new KeptProcess({
      ...options,
      say: this.#options.report.say,
      onStarted: (process) => {
        this.#record?.add(options.name, process);
        this.#publish();
      },
      onPaused: () => {
        this.#record?.remove(options.name);
        this.#publish();
      },
    });
    if (this.#stopping) throw new StackError('STOPPED', `stopped before ${options.name} was started`);
    this.#kept.push(kept);
    await kept.start();
  }

  /** In the order in which people read them. */
  #shown(): KeptProcess[] {
    const order: readonly string[] = [...serviceNames, 'nats', 'postgres'];
    return this.#kept.toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  }

  #publish(): void {
    if (this.#running) writeState(this.#dataDir, this.state);
  }

  #portsToTake(): Record<string, number> {
    const { ports, config, services = serviceNames } = this.#options;
    return {
      ...Object.fromEntries(services.map((name) => [`the ${name} service`, ports[name]])),
      ...(config.databaseUrls ? {} : { Postgres: ports.postgres }),
      ...(config.natsUrl
        ? {}
        : { 'nats-server': ports.nats, "nats-server's monitoring": ports.natsMonitoring }),
    };
  }

  /** Everything but the logs and the record that this run holds. */
  async #empty(): Promise<void> {
    const parts = ['postgres', 'postgres.new', 'postgres-password', 'nats'];
    await Promise.all(parts.map((part) => rm(join(this.#dataDir, part), { recursive: true, force: true })));
  }

  #log(name: string): LogFile {
    const log = new LogFile(join(this.#dataDir, 'logs', `${name}.log`));
    this.#logs.push(log);
    return log;
  }
}

/** Like Promise.all, but waits for every one to end before it throws: nothing may still be starting when we stop. */
async function settled<T extends readonly unknown[]>(
  ...promises: { [K in keyof T]: Promise<T[K]> }
): Promise<T> {
  const results = await Promise.allSettled(promises);
  const failure = results.find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
  return results.map((result) => (result as PromiseFulfilledResult<unknown>).value) as unknown as T;
}
