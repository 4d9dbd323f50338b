import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { FaultSwitches } from '@waybill/messaging';
import { MessagingModule } from '@waybill/messaging/nest';
import { MasterKeys } from '@waybill/messaging/operations';
import { createLogger } from '@waybill/telemetry';
import type { Telemetry } from '@waybill/telemetry/register';
import { brokerAccess, streamLimits, type Settings } from './config/index.js';
import { DATABASE, type ServiceDatabase } from './database.js';
import type { ServiceConfig, ServiceDefinition } from './define-service.js';
import { HealthChecks } from './health/health-checks.js';
import { OperationsController, TELEMETRY } from './health/operations.controller.js';
import { Shutdown } from './shutdown.js';

/** What the service's definition lists. */
@Module({})
class ServiceModule {}

/** What every service may inject: `HealthChecks` to add its checks, `Shutdown` to end its streams, `FaultSwitches`. */
@Module({})
class OperationsModule {}

/** The whole service as one Nest module. */
export function rootModule<Own extends Settings>(
  definition: ServiceDefinition<Own>,
  config: ServiceConfig<Own>,
  telemetry: Telemetry,
): DynamicModule {
  const { database, subscriptions = [], schedules = [], eraser, controllers = [] } = definition;
  const handlers = subscriptions.flatMap(({ routes }) => routes.map(({ handler }) => handler as Type));
  const tasks = schedules.map(({ task }) => task as Type);
  return {
    module: ServiceModule,
    imports: [
      operations(config, telemetry),
      ...(database
        ? [database.module({ ...config, name: definition.name }), messaging(definition, config)]
        : []),
      ...(of(definition.imports, config) ?? []),
    ],
    controllers: [...controllers],
    providers: [
      ...new Set([...handlers, ...tasks, ...(eraser ? [eraser] : [])]),
      ...(of<readonly Provider[]>(definition.providers, config) ?? []),
    ],
  };
}

function of<T extends object>(value: T | ((config: never) => T) | undefined, config: unknown): T | undefined {
  return typeof value === 'function' ? value(config as never) : value;
}

function operations({ roles, faults }: ServiceConfig<Settings>, telemetry: Telemetry): DynamicModule {
  const shutdown = new Shutdown();
  const health = new HealthChecks(roles);
  health.add(shutdown.check);
  return {
    module: OperationsModule,
    global: true,
    controllers: [OperationsController],
    providers: [
      { provide: HealthChecks, useValue: health },
      { provide: Shutdown, useValue: shutdown },
      { provide: FaultSwitches, useValue: new FaultSwitches(faults) },
      { provide: TELEMETRY, useValue: telemetry },
    ],
    exports: [HealthChecks, Shutdown, FaultSwitches],
  };
}

function messaging<Own extends Settings>(
  {
    name,
    subscriptions = [],
    publishes = [],
    publishesDirectly = [],
    schedules = [],
    eraser,
  }: ServiceDefinition<Own>,
  config: ServiceConfig<Own>,
): DynamicModule {
  return MessagingModule.forRootAsync({
    inject: [DATABASE, FaultSwitches],
    useFactory: (database: ServiceDatabase, faults: FaultSwitches) => ({
      service: name,
      broker: brokerAccess(config),
      namespace: config.namespace,
      streams: streamLimits(config),
      ...(config.personalDataKeys && { masterKeys: new MasterKeys(config.personalDataKeys) }),
      roles: config.roles,
      pool: database.pool,
      directPool: database.direct,
      transaction: (work) => database.transaction(work),
      subscriptions,
      publishes,
      direct: publishesDirectly,
      schedules,
      eraser,
      runsSchedules: config.schedules,
      faults,
      log: createLogger(name, config.logLevel),
    }),
  });
}
