import { runService } from '@waybill/service';
import { loadConsoleConfig } from './config.js';
import { ConsoleModule } from './console.module.js';

await runService({
  name: 'console',
  title: 'Waybill console',
  description: 'Takes OpenTelemetry data in, joins it with what the platform knows, serves the web console.',
  messaging: false,
  config: loadConsoleConfig,
  module: (config) => ConsoleModule.with(config),
});
