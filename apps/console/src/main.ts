import { runService } from '@waybill/service';

await runService('console', async () => {
  const { loadConsoleConfig } = await import('./config.js');
  const { ConsoleModule } = await import('./console.module.js');
  return {
    name: 'console',
    title: 'Waybill console',
    description:
      'Takes OpenTelemetry data in, joins it with what the platform knows, serves the web console.',
    messaging: false,
    config: loadConsoleConfig,
    module: (config) => ConsoleModule.with(config),
  };
});
