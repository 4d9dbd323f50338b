import { runService } from '@waybill/service';

await runService('recommendation', async () => {
  const { loadRecommendationConfig } = await import('./config.js');
  const { recommendation } = await import('./recommendation.module.js');
  return { ...recommendation, config: loadRecommendationConfig };
});
