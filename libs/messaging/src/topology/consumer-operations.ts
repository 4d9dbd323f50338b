import { namesOf, type ConsumerDefinition } from '../consumer/define-consumer.js';
import type { ConsumerPlan } from '../consumer/plan.js';
import { BrokerDenied, ConsumerOperationRefused } from '../errors.js';
import type {
  ForgetRequest,
  ForgottenConsumer,
  Moved,
  Paused,
  PauseRequest,
  RebuildRequest,
  Rebuilt,
  Resumed,
  RewindRequest,
} from '../inspection/protocol.js';
import { pause, resume } from '../flow/pause.js';
import type { Log } from '../log.js';
import type { ConnectionPool } from '../sql/connection-pool.js';
import { inPoolTransaction } from '../sql/pool-transaction.js';
import { OWNER } from '../transport/metadata.js';
import type { StreamTransport } from '../transport/stream-transport.js';
import { databaseIdentity } from './database-identity.sql.js';
import { forget } from './forget.js';
import type { OperationContext } from './operation-context.js';
import { rebuild } from './rebuild.js';
import { rewind } from './rewind.js';

/** Deleting the inbox rows of months takes a while. */
const STATEMENT_MS = 60_000;

export interface ConsumerOperationsOptions {
  service: string;
  transport: Pick<StreamTransport, 'reader' | 'admin'>;
  pool: ConnectionPool;
  consumers: readonly ConsumerDefinition[];
  plans: () => readonly ConsumerPlan[];
  log: Log;
  /** Makes this process go on with the new durables at once. */
  onRebuilt: () => Promise<void>;
  /** Makes this process obey at once. */
  onPaused: () => Promise<void>;
}

/** What an operator may do to this service's consumers, one thing at a time in this process. `by` is who asks for it, for the audit. */
export class ConsumerOperations {
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: ConsumerOperationsOptions) {}

  /** @throws ConsumerOperationRefused, BrokerUnavailable, the database's errors */
  rewind(request: RewindRequest, by?: string): Promise<Moved> {
    return this.inTurn(async () => rewind(this.plansOf(request.consumer), request, await this.context(by)));
  }

  /** @throws ConsumerOperationRefused, BrokerUnavailable, the database's errors */
  rebuild(request: RebuildRequest, by?: string): Promise<Rebuilt> {
    const adopt = async () => {
      const denied = await this.options.onRebuilt().then(() => false, isDenied);
      return { plans: this.plansOf(request.consumer), denied };
    };
    return this.inTurn(async () =>
      rebuild(this.plansOf(request.consumer), request, await this.context(by), adopt),
    );
  }

  /** @throws the database's errors */
  forget(request: ForgetRequest, by?: string): Promise<ForgottenConsumer[]> {
    const declared = this.options.consumers.flatMap(namesOf);
    return this.inTurn(async () => forget(declared, request, await this.context(by)));
  }

  /** @throws ConsumerOperationRefused, the database's errors */
  pause({ consumer, ...request }: PauseRequest, by?: string): Promise<Paused> {
    return this.inTurn(async () => {
      const paused = await pause(this.plansOf(consumer)[0]!.consumer, request, await this.context(by));
      await this.options.onPaused();
      return paused;
    });
  }

  /** @throws ConsumerOperationRefused, the database's errors */
  resume({ consumer }: Pick<PauseRequest, 'consumer'>, by?: string): Promise<Resumed> {
    return this.inTurn(async () => {
      const resumed = await resume(this.plansOf(consumer)[0]!.consumer, await this.context(by));
      await this.options.onPaused();
      return resumed;
    });
  }

  /** Those of events: the durable of replays is not moved. */
  private plansOf(name: string): ConsumerPlan[] {
    const own = this.options
      .plans()
      .filter(({ consumer, replays }) => !replays && namesOf(consumer).includes(name));
    if (own.length > 0) return own;
    const names = this.options.consumers.map((consumer) => consumer.name);
    throw new ConsumerOperationRefused(
      `${this.options.service} declares no consumer ${name}; it has ${names.join(', ') || 'none'}`,
    );
  }

  private async context(by: string | undefined): Promise<OperationContext> {
    const { service, transport, pool, log } = this.options;
    const transaction: OperationContext['transaction'] = (work) =>
      inPoolTransaction(pool, STATEMENT_MS, work);
    const database = await transaction(databaseIdentity);
    return {
      transport,
      transaction,
      log,
      by,
      owner: (consumer) => ({
        [OWNER.consumer]: consumer,
        [OWNER.service]: service,
        [OWNER.database]: database,
      }),
    };
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

/** @throws the error, if it is another one */
function isDenied(error: unknown): true {
  if (error instanceof BrokerDenied) return true;
  throw error;
}
