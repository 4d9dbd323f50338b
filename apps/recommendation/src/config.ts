import { loadConfig, type BaseConfig } from '@waybill/service';

export type RecommendationConfig = BaseConfig;

/** @throws ConfigError names all faults of the environment together */
export function loadRecommendationConfig(): RecommendationConfig {
  return loadConfig();
}
