import { Module, type DynamicModule } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ClientNats } from '@nestjs/microservices';
import type { HealthCheck } from '@waybill/messaging';
import { HealthChecks, Shutdown } from '@waybill/service';
import { AnswerDeadLetters } from '../application/answer-dead-letters.use-case.js';
import { BrokerView } from '../application/broker-view.js';
import { Broker } from '../application/broker.js';
import { ClientTraffic } from '../application/client-traffic.js';
import { CountOrders } from '../application/count-orders.js';
import { DeadLetterBox } from '../application/dead-letter-box.js';
import { DrawTopology } from '../application/draw-topology.use-case.js';
import { ListEvents } from '../application/list-events.use-case.js';
import { LiveChanges } from '../application/live-changes.js';
import { LiveSources } from '../application/live-sources.js';
import { MessageEvidence } from '../application/message-evidence.js';
import { MessageProgressQueries } from '../application/message-progress.js';
import { Outboxes } from '../application/outboxes.js';
import { PlatformMessageProgress } from '../application/platform-message-progress.js';
import { ReplaySpans } from '../application/replay-spans.js';
import { SearchEverywhere } from '../application/search-everywhere.use-case.js';
import { SeenRoutes } from '../application/seen-routes.js';
import { ServiceDirectory } from '../application/service-directory.js';
import { ServiceInspector } from '../application/service-inspector.js';
import { StoredMessages } from '../application/stored-messages.js';
import { Supervisor } from '../application/supervisor.js';
import { SwitchFaults } from '../application/switch-faults.use-case.js';
import { TraceMessages } from '../application/trace-messages.use-case.js';
import { WatchOutboxes } from '../application/watch-outboxes.use-case.js';
import { WatchStreams } from '../application/watch-streams.use-case.js';
import { isLoopback, type ConsoleConfig } from '../config.js';
import { CatalogueController } from '../http/catalogue.controller.js';
import { DeadLettersController } from '../http/dead-letters.controller.js';
import { EventsController } from '../http/events.controller.js';
import { FaultsController } from '../http/faults.controller.js';
import { MessagesController } from '../http/messages.controller.js';
import { OutboxController } from '../http/outbox.controller.js';
import { RequestGuard } from '../http/request-guard.js';
import { SearchController } from '../http/search.controller.js';
import { ServiceProxy } from '../http/service-proxy.js';
import { StreamsController } from '../http/streams.controller.js';
import { TopologyController } from '../http/topology.controller.js';
import { WebPage } from '../http/web-page.js';
import { HttpSupervisor, NoSupervisor } from './http-supervisor.js';
import { JetStreamBroker } from './jetstream-broker.js';
import { natsClient } from './nats-client.js';
import { NatsServiceInspector } from './nats-service-inspector.js';
import { PresenceListener } from './presence-listener.js';

/** What only the platform knows: services, streams, consumers, dead letters, processes. */
@Module({})
export class PlatformModule {
  /** @param store has the spans */
  static with(config: ConsoleConfig, store: DynamicModule): DynamicModule {
    return {
      module: PlatformModule,
      global: true,
      imports: [store],
      controllers: [
        StreamsController,
        DeadLettersController,
        EventsController,
        MessagesController,
        OutboxController,
        FaultsController,
        SearchController,
        TopologyController,
        CatalogueController,
      ],
      providers: [
        { provide: ClientNats, useFactory: () => natsClient(config) },
        {
          provide: ServiceInspector,
          inject: [ClientNats],
          useFactory: (client: ClientNats) => new NatsServiceInspector(client, config.namespace),
        },
        { provide: Supervisor, useFactory: () => supervisorOf(config) },
        {
          provide: Broker,
          inject: [HealthChecks],
          useFactory: (health: HealthChecks) => {
            const broker = new JetStreamBroker(config);
            health.add(() => [stateOf(broker)]);
            return broker;
          },
        },
        {
          provide: PresenceListener,
          inject: [ClientNats, ServiceDirectory],
          useFactory: (client: ClientNats, directory: ServiceDirectory) =>
            new PresenceListener(client, directory, config.namespace),
        },
        {
          provide: RequestGuard,
          inject: [HttpAdapterHost],
          useFactory: (host: HttpAdapterHost) =>
            new RequestGuard(host, {
              token: isLoopback(config.host) ? undefined : config.token,
              hosts: config.hosts,
            }),
        },
        {
          provide: ServiceProxy,
          inject: [HttpAdapterHost, ClientTraffic, Shutdown],
          useFactory: (host: HttpAdapterHost, traffic: ClientTraffic, shutdown: Shutdown) =>
            new ServiceProxy(host, config.serviceUrls, traffic, shutdown),
        },
        {
          provide: WebPage,
          inject: [HttpAdapterHost],
          useFactory: (host: HttpAdapterHost) => new WebPage(host),
        },
        ServiceDirectory,
        BrokerView,
        SeenRoutes,
        ClientTraffic,
        LiveSources,
        LiveChanges,
        WatchStreams,
        ReplaySpans,
        Outboxes,
        MessageEvidence,
        DeadLetterBox,
        AnswerDeadLetters,
        StoredMessages,
        TraceMessages,
        WatchOutboxes,
        CountOrders,
        SwitchFaults,
        SearchEverywhere,
        DrawTopology,
        ListEvents,
        { provide: MessageProgressQueries, useClass: PlatformMessageProgress },
      ],
      exports: [MessageProgressQueries],
    };
  }
}

/** Without the broker the console is not itself, and still the best place to see that: it says so, and stays ready. */
function stateOf(broker: Broker): HealthCheck {
  const check = { name: 'broker', role: 'api' as const };
  if (broker.isConnected()) return { ...check, status: 'ok' };
  return { ...check, status: 'degraded', detail: 'not connected to NATS; connects again by itself' };
}

function supervisorOf({ supervisorUrl, supervisorToken }: ConsoleConfig): Supervisor {
  if (supervisorUrl && supervisorToken) return new HttpSupervisor(supervisorUrl, supervisorToken);
  return new NoSupervisor();
}
