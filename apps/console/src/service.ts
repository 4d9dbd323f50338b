import { ClientNats } from '@nestjs/microservices';
import { defineService } from '@waybill/service';
import { Audit } from './application/audit.js';
import { BrokerView } from './application/broker-view.js';
import { ClientTraffic } from './application/client-traffic.js';
import { CountOrders } from './application/count-orders.js';
import { DeadLetterIndex } from './application/dead-letter-index.js';
import { DeadLetterJobs } from './application/dead-letter-jobs.js';
import { DeadLetterRounds } from './application/dead-letter-rounds.js';
import { DeadLetters } from './application/dead-letters.js';
import { DescribeTrace } from './application/describe-trace.use-case.js';
import { DrawTopology } from './application/draw-topology.use-case.js';
import { ListEvents } from './application/list-events.use-case.js';
import { LiveChanges } from './application/live-changes.js';
import { LiveSources } from './application/live-sources.js';
import { LookOver } from './application/look-over.use-case.js';
import { MeasureLatencies } from './application/measure-latencies.use-case.js';
import { MessageEvidence } from './application/message-evidence.js';
import { MessageProgressQueries } from './application/message-progress.js';
import { Outboxes } from './application/outboxes.js';
import { PauseConsumers } from './application/pause-consumers.use-case.js';
import { PlatformMetrics } from './http/platform-metrics.js';
import { ReplaySpans } from './application/replay-spans.js';
import { RunDeadLetterJob } from './application/run-dead-letter-job.use-case.js';
import { SearchEverywhere } from './application/search-everywhere.use-case.js';
import { SeenRoutes } from './application/seen-routes.js';
import { StoredMessages } from './application/stored-messages.js';
import { ReportedFaults } from './application/reported-faults.js';
import { SwitchFaults } from './application/switch-faults.use-case.js';
import { TraceMessages } from './application/trace-messages.use-case.js';
import { WatchOutboxes } from './application/watch-outboxes.use-case.js';
import { WatchStreams } from './application/watch-streams.use-case.js';
import { checkSettings, settings } from './config.js';
import { Access } from './http/access/access.js';
import { AuditController } from './http/audit.controller.js';
import { CatalogueController } from './http/catalogue.controller.js';
import { ConsumersController } from './http/consumers.controller.js';
import { DeadLetterJobsController } from './http/dead-letter-jobs.controller.js';
import { DeadLettersController } from './http/dead-letters.controller.js';
import { EventsController } from './http/events.controller.js';
import { FaultsController } from './http/faults.controller.js';
import { LatenciesController } from './http/latencies.controller.js';
import { MessagesController } from './http/messages.controller.js';
import { OtlpController } from './http/otlp.controller.js';
import { OutboxController } from './http/outbox.controller.js';
import { OverviewController } from './http/overview.controller.js';
import { problemOf } from './http/problems.js';
import { RequestGuard } from './http/request-guard.js';
import { SearchController } from './http/search.controller.js';
import { ServiceProxy } from './http/service-proxy.js';
import { SessionController } from './http/session.controller.js';
import { SignInController } from './http/sign-in.controller.js';
import { StreamsController } from './http/streams.controller.js';
import { TopologyController } from './http/topology.controller.js';
import { TracesController } from './http/traces.controller.js';
import { WebPage } from './http/web-page.js';
import { store } from './persistence/store.js';
import { Broker } from './platform/broker.js';
import { GroupAlert } from './platform/group-alert.js';
import { IdentityProvider } from './platform/identity-provider.js';
import { natsClient } from './platform/nats-client.js';
import { PresenceListener } from './platform/presence-listener.js';
import { ServiceDirectory } from './platform/service-directory.js';
import { ServiceInspector } from './platform/service-inspector.js';
import { Supervisor } from './platform/supervisor.js';

export const console = defineService({
  name: 'console',
  title: 'Waybill console',
  description:
    'Takes OpenTelemetry data in, joins it with what the platform knows, and serves the web console.',
  settings,
  check: checkSettings,
  problemOf,
  guardsItself: true,
  controllers: [
    OtlpController,
    TracesController,
    StreamsController,
    ConsumersController,
    DeadLettersController,
    DeadLetterJobsController,
    EventsController,
    MessagesController,
    OutboxController,
    FaultsController,
    SearchController,
    SessionController,
    SignInController,
    OverviewController,
    TopologyController,
    LatenciesController,
    CatalogueController,
    AuditController,
  ],
  providers: (config) => [
    ...store(config),
    { provide: ClientNats, useFactory: () => natsClient(config) },
    Broker,
    GroupAlert,
    IdentityProvider,
    PresenceListener,
    ServiceDirectory,
    ServiceInspector,
    Supervisor,
    Audit,
    BrokerView,
    ClientTraffic,
    CountOrders,
    DeadLetters,
    DeadLetterIndex,
    DeadLetterJobs,
    DeadLetterRounds,
    RunDeadLetterJob,
    DescribeTrace,
    DrawTopology,
    ListEvents,
    LiveChanges,
    LiveSources,
    LookOver,
    MeasureLatencies,
    MessageEvidence,
    MessageProgressQueries,
    Outboxes,
    PauseConsumers,
    PlatformMetrics,
    ReplaySpans,
    SearchEverywhere,
    SeenRoutes,
    StoredMessages,
    ReportedFaults,
    SwitchFaults,
    TraceMessages,
    WatchOutboxes,
    WatchStreams,
    Access,
    RequestGuard,
    WebPage,
    ServiceProxy,
  ],
});
