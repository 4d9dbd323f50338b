import { runService } from '@waybill/service';
import { AnalyticsModule } from './analytics.module.js';
import { loadAnalyticsConfig } from './config.js';

await runService({
  name: 'analytics',
  title: 'Waybill analytics',
  description: 'Collects what shoppers do; answers with figures, live and over time.',
  config: loadAnalyticsConfig,
  module: (config) => AnalyticsModule.with(config),
});
