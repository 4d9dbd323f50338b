import { Module, type DynamicModule, type Type } from '@nestjs/common';
import type { Telemetry } from '@waybill/telemetry/register';
import type { Role } from './config/index.js';
import { HealthChecks } from './health/health-checks.js';
import { OperationsController, TELEMETRY } from './health/operations.controller.js';
import { Shutdown } from './shutdown.js';

/** What a service's own modules may inject: `HealthChecks` to add their parts, `Shutdown` to end their streams. */
@Module({})
export class ServiceModule {
  static with(telemetry: Telemetry, roles: ReadonlySet<Role>): DynamicModule {
    const shutdown = new Shutdown();
    const health = new HealthChecks(roles);
    health.add(shutdown.check);
    return {
      module: ServiceModule,
      global: true,
      controllers: [OperationsController],
      providers: [
        { provide: HealthChecks, useValue: health },
        { provide: Shutdown, useValue: shutdown },
        { provide: TELEMETRY, useValue: telemetry },
      ],
      exports: [HealthChecks, Shutdown],
    };
  }
}

@Module({})
export class RootModule {
  static of(service: DynamicModule | Type, telemetry: Telemetry, roles: ReadonlySet<Role>): DynamicModule {
    return { module: RootModule, imports: [ServiceModule.with(telemetry, roles), service] };
  }
}
