import { runService } from '@waybill/service';
import { analytics } from './analytics.module.js';
import { loadAnalyticsConfig } from './config.js';

await runService({ ...analytics, config: loadAnalyticsConfig });
