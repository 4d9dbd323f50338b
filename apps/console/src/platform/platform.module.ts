import { Module, type DynamicModule } from '@nestjs/common';
import type { ConsoleConfig } from '../config.js';

/** What only the platform knows: services, streams, consumers, dead letters, processes. */
@Module({})
export class PlatformModule {
  static with(_config: ConsoleConfig): DynamicModule {
    return { module: PlatformModule };
  }
}
