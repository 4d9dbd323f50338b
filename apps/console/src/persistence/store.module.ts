import { Module, type DynamicModule } from '@nestjs/common';
import type { ConsoleConfig } from '../config.js';

/** Takes OpenTelemetry data in and keeps it; answers about traces. */
@Module({})
export class StoreModule {
  static with(_config: ConsoleConfig): DynamicModule {
    return { module: StoreModule };
  }
}
