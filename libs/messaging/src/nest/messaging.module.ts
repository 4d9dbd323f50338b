import {
  Inject,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type FactoryProvider,
  type ModuleMetadata,
  type Type,
} from '@nestjs/common';
import { Inspection } from '../inspection/inspection.js';
import { JetStreamTransport, type BrokerAccess } from '../jetstream/index.js';
import { MessagingService, type MessagingServiceOptions } from '../messaging-service.js';
import { DirectPublisher } from '../outbox/direct-publisher.js';
import { Outbox } from '../outbox/outbox.js';
import { TransactionRunner } from '../outbox/transaction-runner.js';
import { inboxPrefixOf } from '../permissions/broker-permissions.js';
import type { Eraser } from '../personal/erasure.js';
import { PersonalData } from '../personal/personal-data.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import type { StreamTransport } from '../transport/stream-transport.js';
import { InspectionController } from './inspection.controller.js';
import { InspectionStrategy } from './inspection-strategy.js';
import { MessagingHealth } from './messaging-health.js';
import { ProvidedEraser } from './provided-eraser.js';
import { MessagingStrategies } from './messaging-strategies.js';
import { ScheduledTasks } from './scheduled-tasks.js';
import { MessagingStrategy } from './messaging-strategy.js';

/** What `forRootAsync` builds the messaging of a service from. */
export interface MessagingOptions<Tx extends SqlTransaction = SqlTransaction> extends Omit<
  MessagingServiceOptions<Tx>,
  'transport' | 'invoke' | 'runTask' | 'erase'
> {
  /** Servers of one cluster. If there are none, the service takes no inspection requests. */
  broker: BrokerAccess;
  /** The part of the broker that this platform has for itself. Default the whole of it. */
  namespace?: string;
  /** The provider that erases a person from this service's own tables. */
  eraser?: Type<Eraser<Tx>>;
  /** Another transport than JetStream: the in-memory one, in tests. */
  transport?: StreamTransport;
}

export interface MessagingAsyncOptions<Tx extends SqlTransaction> extends Pick<ModuleMetadata, 'imports'> {
  inject?: FactoryProvider['inject'];
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- Nest injects by position
  useFactory: (...dependencies: any[]) => MessagingOptions<Tx> | Promise<MessagingOptions<Tx>>;
}

const OPTIONS = Symbol('waybill-messaging-options');
const TRANSPORT = Symbol('waybill-messaging-transport');

/** The service needs Nest's way to call handlers, and the transport strategy needs the service: tied here. */
class MessagingParts {
  readonly service: MessagingService;
  readonly strategies: MessagingStrategies;

  constructor(options: MessagingOptions, transport: StreamTransport) {
    const { broker, log, service, subscriptions, schedules = [], namespace } = options;
    const events = new MessagingStrategy(subscriptions, () => this.service.start());
    const tasks = new ScheduledTasks(schedules);
    const eraser = new ProvidedEraser(options.eraser);
    this.service = new MessagingService({
      ...options,
      transport,
      invoke: events.invoke,
      runTask: tasks.run,
      erase: eraser.erase,
    });
    const connection = {
      ...broker,
      name: `${service} inspection`,
      inboxPrefix: inboxPrefixOf(service, namespace),
      log,
    };
    const inspection =
      broker.servers.length > 0
        ? [new InspectionStrategy(connection, () => this.service.presence, namespace)]
        : [];
    this.strategies = new MessagingStrategies(events, inspection, tasks, eraser);
  }
}

/**
 * The messaging library as a Nest module, global: provides `Outbox`, `TransactionRunner`,
 * `DirectPublisher` and `MessagingHealth`. `connectMessaging` lets it reconcile streams and consumers, run
 * what the roles need, and reply to the requests of `inspection/protocol.ts`; it drains before the application closes anything else.
 */
@Module({})
export class MessagingModule implements BeforeApplicationShutdown {
  constructor(@Inject(MessagingService) private readonly messaging: MessagingService) {}

  static forRoot<Tx extends SqlTransaction>(options: MessagingOptions<Tx>): DynamicModule {
    return MessagingModule.forRootAsync({ useFactory: () => options });
  }

  static forRootAsync<Tx extends SqlTransaction>({
    imports = [],
    inject = [],
    useFactory,
  }: MessagingAsyncOptions<Tx>): DynamicModule {
    return {
      module: MessagingModule,
      global: true,
      imports,
      controllers: [InspectionController],
      providers: [
        { provide: OPTIONS, inject, useFactory },
        {
          provide: TRANSPORT,
          inject: [OPTIONS],
          useFactory: ({ transport, broker, service, namespace, log }: MessagingOptions) =>
            transport ??
            new JetStreamTransport({
              ...broker,
              name: service,
              inboxPrefix: inboxPrefixOf(service, namespace),
              namespace,
              log,
            }),
        },
        {
          provide: MessagingParts,
          inject: [OPTIONS, TRANSPORT],
          useFactory: (options: MessagingOptions, transport: StreamTransport) =>
            new MessagingParts(options, transport),
        },
        {
          provide: MessagingService,
          inject: [MessagingParts],
          useFactory: (parts: MessagingParts) => parts.service,
        },
        {
          provide: MessagingStrategies,
          inject: [MessagingParts],
          useFactory: (parts: MessagingParts) => parts.strategies,
        },
        {
          provide: Inspection,
          inject: [MessagingService],
          useFactory: (service: MessagingService) => service.inspection,
        },
        {
          provide: Outbox,
          inject: [MessagingService],
          useFactory: (service: MessagingService) => service.outbox,
        },
        {
          provide: TransactionRunner,
          inject: [MessagingService],
          useFactory: (service: MessagingService) => service.transactions,
        },
        {
          provide: DirectPublisher,
          inject: [MessagingService],
          useFactory: (service: MessagingService) => service.direct,
        },
        {
          provide: PersonalData,
          inject: [MessagingService],
          useFactory: (service: MessagingService) => service.personalData,
        },
        {
          provide: MessagingHealth,
          inject: [TRANSPORT, MessagingService],
          useFactory: (transport: StreamTransport, service: MessagingService) =>
            new MessagingHealth(transport, service),
        },
      ],
      exports: [
        ...[MessagingStrategies, Outbox, TransactionRunner, DirectPublisher, PersonalData, MessagingHealth],
      ],
    };
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.messaging.stop();
  }
}
