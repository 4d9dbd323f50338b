import { Module, type DynamicModule } from '@nestjs/common';
import { DescribeTrace } from './application/describe-trace.use-case.js';
import { MessageProgressQueries } from './application/message-progress.js';
import { TraceQueries } from './application/trace-queries.js';
import type { ConsoleConfig } from './config.js';
import { OtlpController } from './http/otlp.controller.js';
import { TracesController } from './http/traces.controller.js';
import { StoreModule } from './persistence/store.module.js';
import { PlatformModule } from './platform/platform.module.js';

/** Where ports meet adapters. */
@Module({})
export class ConsoleModule {
  static with(config: ConsoleConfig): DynamicModule {
    const store = StoreModule.with(config);
    return {
      module: ConsoleModule,
      imports: [store, PlatformModule.with(config, store)],
      controllers: [OtlpController, TracesController],
      providers: [
        {
          provide: DescribeTrace,
          inject: [TraceQueries, { token: MessageProgressQueries, optional: true }],
          useFactory: (traces: TraceQueries, progress?: MessageProgressQueries) =>
            new DescribeTrace(traces, progress),
        },
      ],
    };
  }
}
