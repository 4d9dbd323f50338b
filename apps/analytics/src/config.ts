import { loadConfig, setting, type BaseConfig, type ConfigOf } from '@waybill/service';
import { z } from 'zod';

const settings = {
  liveClients: setting(
    'LIVE_CLIENTS',
    z.coerce.number().int().min(0).max(10_000).default(100),
    'Most clients that may follow GET /live at a time',
  ),
};

export type AnalyticsConfig = BaseConfig & ConfigOf<typeof settings>;

/** @throws ConfigError names all faults of the environment together */
export function loadAnalyticsConfig(): AnalyticsConfig {
  return loadConfig(settings);
}
