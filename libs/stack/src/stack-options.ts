import type { StackConfig } from './config.js';
import type { migrate } from './migrations/migrate.js';
import type { BrokerCount } from './nats/broker-places.js';
import type { RenderBrokerUsers } from './nats/broker-users.js';
import type { PortPlan } from './ports/port-plan.js';
import type { Reporter } from './reporter.js';
import type { Replicas } from './services/replicas.js';
import type { Environment } from './services/service-environment.js';
import type { ServiceName } from './workspace.js';

export interface StackOptions {
  readonly dataDir: string;
  readonly ports: PortPlan;
  readonly config: StackConfig;
  readonly report: Reporter;
  /** What the services inherit, but for what the stack decides itself; this process's environment by default. */
  readonly env?: Environment;
  /** Empties the data folder first. */
  readonly fresh?: boolean;
  /** How many nats-servers to run; by default as many as wrote the streams in the data folder, one if it is empty. */
  readonly brokers?: BrokerCount;
  /** The users of the embedded broker; without them everybody may do everything there. Called before each start of a service. */
  readonly brokerUsers?: RenderBrokerUsers;
  /** Which services to run; all by default. All of them get databases. */
  readonly services?: readonly ServiceName[];
  /** How many processes of a service to run; one by default. */
  readonly replicas?: Replicas;
  /** Changes the environment of one process each time it starts, e.g. to put a proxy before a server. */
  readonly adapt?: (
    process: string,
    env: Readonly<Record<string, string>>,
  ) => Promise<Record<string, string>>;
  /** The program of a service; its own by default. */
  readonly mainOf?: (service: ServiceName) => string;
  /** Applies a service's migrations to its database and returns the names of the new ones; `migrate` by default. */
  readonly migrate?: typeof migrate;
}
