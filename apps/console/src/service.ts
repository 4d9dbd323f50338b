import { defineService } from '@waybill/service';
import { checkSettings, settings } from './config.js';
import { ConsoleModule } from './console.module.js';
import { problemOf } from './http/problems.js';

export const console = defineService({
  name: 'console',
  title: 'Waybill console',
  description:
    'Takes OpenTelemetry data in, joins it with what the platform knows, and serves the web console.',
  settings,
  check: checkSettings,
  imports: (config) => [ConsoleModule.with(config)],
  problemOf,
});
