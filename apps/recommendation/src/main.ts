import { runService } from '@waybill/service';
import { loadRecommendationConfig } from './config.js';
import { recommendation } from './recommendation.module.js';

await runService({ ...recommendation, config: loadRecommendationConfig });
