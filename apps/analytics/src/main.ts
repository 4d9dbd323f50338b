import { runService } from '@waybill/service';

await runService('analytics', async () => {
  const { loadAnalyticsConfig } = await import('./config.js');
  const { analytics } = await import('./analytics.module.js');
  return { ...analytics, config: loadAnalyticsConfig };
});
