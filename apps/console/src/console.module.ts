import { Module, type DynamicModule } from '@nestjs/common';
import type { ConsoleConfig } from './config.js';
import { StoreModule } from './persistence/store.module.js';
import { PlatformModule } from './platform/platform.module.js';

/** Where ports meet adapters. */
@Module({})
export class ConsoleModule {
  static with(config: ConsoleConfig): DynamicModule {
    return { module: ConsoleModule, imports: [StoreModule.with(config), PlatformModule.with(config)] };
  }
}
