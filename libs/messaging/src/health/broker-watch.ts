import type { EventContract } from '../contract/index.js';
import type { Role } from '../messaging-options.js';
import type { Transport } from '../transport/transport.js';
import type { HealthCheck } from './health-check.js';

export type WatchedTransport = Pick<Transport, 'isConnected' | 'whyNotConnected'>;

export interface WatchedBroker {
  roles: ReadonlySet<Role>;
  transport: WatchedTransport;
  /** Why streams and consumers are not set up yet; undefined once they are. */
  notSetUp: () => string | undefined;
  /** Events that go straight to the broker. */
  direct: readonly EventContract[];
  /** An outage up to here is a hiccup: connections are made again within seconds. */
  graceMs: number;
  now?: () => number;
}

const FIX = 'start nats-server, or restore the network to it: services reconnect by themselves';
const FIX_CAUSE = 'correct that, here or at nats-server: services reconnect by themselves';

/**
 * What each role lacks without the broker. The API still takes orders into the outbox; what publishes straight
 * to the broker is refused meanwhile, and the rest of that API still works.
 */
export class BrokerWatch {
  readonly #now: () => number;
  #awaySince: number | undefined;

  constructor(private readonly broker: WatchedBroker) {
    this.#now = broker.now ?? (() => performance.now());
  }

  check = (): HealthCheck[] => {
    const { roles } = this.broker;
    const failure = this.failure();
    const workers = (['relay', 'consumers'] as const).filter((role) => roles.has(role));
    const checks = workers.map((role): HealthCheck => ({ name: 'broker', role, status: 'ok', ...failure }));
    if (roles.has('api') && this.broker.direct.length > 0) checks.push(this.apiCheck());
    return checks;
  };

  private failure(): Pick<HealthCheck, 'status' | 'detail' | 'fix'> | undefined {
    const { transport, graceMs } = this.broker;
    if (transport.isConnected()) {
      this.#awaySince = undefined;
      const detail = this.broker.notSetUp();
      return detail === undefined ? undefined : { status: 'failing', detail };
    }
    this.#awaySince ??= this.#now();
    const downMs = this.#now() - this.#awaySince;
    const status = downMs >= graceMs ? 'failing' : 'degraded';
    const detail = `not connected to NATS for ${Math.round(downMs / 1000)} s`;
    const reason = transport.whyNotConnected();
    if (reason === undefined) return { status, detail, fix: FIX };
    return { status, detail: `${detail}: ${reason}`, fix: FIX_CAUSE };
  }

  private apiCheck(): HealthCheck {
    const check = { name: 'broker', role: 'api' as const };
    if (this.broker.transport.isConnected()) return { ...check, status: 'ok' };
    const events = this.broker.direct.map(({ type }) => type).join(', ');
    return {
      ...check,
      status: 'degraded',
      detail: `not connected to NATS: requests that publish ${events} get a 503 response`,
      fix: FIX,
    };
  }
}
