import type { ClockFile } from './clock/clock-file.js';
import type { TcpProxy } from './network/tcp-proxy.js';

/** What the faults strike: a platform of its own, that nobody else uses. */
export interface Laboratory {
  readonly replicas: readonly Replica[];
  readonly databases: readonly ServiceDatabase[];
  readonly broker: Broker;
  /** When the load began: everything published since may be published again. */
  readonly startedAt: Date;
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

export type Server = 'postgres' | 'nats';

export interface ServiceDatabase {
  readonly service: string;
  /** As a superuser, directly. */
  readonly administratorUrl: string;
  /** The login of the service's processes. */
  readonly role: string;
}

export interface Broker {
  /** Directly, not through a link. */
  readonly url: string;
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
