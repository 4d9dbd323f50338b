import type { StackConfig } from './config.js';
import type { migrate } from './migrations/migrate.js';
import type { PortPlan } from './ports/port-plan.js';
import type { Reporter } from './reporter.js';
import type { ServiceName } from './workspace.js';

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
