import type { ClockFile } from './clock/clock-file.ts';
import type { TcpProxy } from './network/tcp-proxy.ts';

/** What the faults strike: a platform of its own, that nobody else uses. */
export interface Laboratory {
  readonly replicas: readonly Replica[];
  readonly databases: readonly ServiceDatabase[];
  /** By the name of their database; none if the services connect directly. */
  readonly poolers: readonly Pooler[];
  readonly broker: Broker;
  readonly processes: Processes;
  readonly releases: Releases;
  readonly consequences: Consequences;
}

/** One process of a service. */
export interface Replica {
  /** e.g. `order-2` */
  readonly name: string;
  readonly service: string;
  readonly url: string;
  /** Through which it reaches its servers. */
  readonly links: Readonly<Partial<Record<Server, TcpProxy>>>;
  readonly clock: ClockFile;
}

export type Server = 'postgres' | 'pgbouncer' | 'nats';

export interface ServiceDatabase {
  readonly service: string;
  /** As a superuser, directly. */
  readonly administratorUrl: string;
  /** The login of the service's processes. */
  readonly role: string;
}

/** Between the services and their databases. */
export interface Pooler {
  readonly name: string;
  kill(): Promise<void>;
  start(): Promise<void>;
}

export interface Broker {
  /** Directly, not through a link; of a cluster's servers, separated by commas. */
  readonly url: string;
  /** Of its processes: `nats`, in a cluster `nats-2` and `nats-3` too. */
  readonly names: readonly string[];
  /** How many servers there are. */
  readonly size: number;
  /** Those of the services' events, without that of the dead letters. */
  readonly streams: readonly string[];
  /** Stops the broker, or one of several, removes what it has stored, and starts it again. */
  loseData(): Promise<void>;
}

/** Goes on record what a fault may do that is no violation, so that the checks at the end can tell. */
export interface Consequences {
  /** Dead letters whose error has such a message. The fault replays those that it finds when it is healed. */
  deadLetters(error: RegExp, why: string): void;
  /**
   * Events may take effect behind later ones of their key: what the broker lost is sent again after what was published
   * meanwhile.
   */
  reordered(why: string): void;
  /** Messages without an outbox (behaviour events) may be gone. */
  behaviourLost(why: string): void;
}

/** The processes of the platform, servers included, by their names in `state.json`. */
export interface Processes {
  /** Undefined while it is down. */
  pid(name: string): number | undefined;
  /** Does nothing if it is down. */
  signal(name: string, signal: NodeJS.Signals): void;
  /** It and what it started stand still. @returns lets them go on */
  pause(name: string): () => void;
  /** A service fills its heap until V8 ends it. Resolves when it has ended, or the signal was aborted. */
  exhaustMemory(name: string, signal: AbortSignal): Promise<void>;
  /** kill -9 to a server process of Postgres that serves this database. */
  killSession(database: ServiceDatabase): Promise<void>;
}

/** Other code of the same services, of which old and new processes run side by side. */
export interface Releases {
  /** Those that have another release than the current one. */
  readonly services: readonly string[];
  /** Restarts the processes of a service one after another, on that release. */
  roll(service: string, release: Release): Promise<void>;
}

export type Release = 'current' | 'next';
