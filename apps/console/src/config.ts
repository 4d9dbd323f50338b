import { loadConfig, setting, type BaseConfig, type ConfigOf, type Environment } from '@waybill/service';
import { z } from 'zod';

const address = z.url({ protocol: /^https?$/ });

const settings = {
  orderUrl: setting('ORDER_URL', address.optional(), 'Where the order service answers, for the shop page'),
  recommendationUrl: setting(
    'RECOMMENDATION_URL',
    address.optional(),
    'Where the recommendation service answers, for the shop page',
  ),
  analyticsUrl: setting(
    'ANALYTICS_URL',
    address.optional(),
    'Where the analytics service answers, for the shop and analytics pages',
  ),
  supervisorUrl: setting(
    'SUPERVISOR_URL',
    address.optional(),
    'The embedded stack’s supervisor, which stops and starts its processes; unset where there is none',
  ),
  supervisorToken: setting('SUPERVISOR_TOKEN', z.string().min(16).optional(), 'What the supervisor asks for'),
  token: setting(
    'CONSOLE_TOKEN',
    z.string().min(16).optional(),
    'What callers must show to change anything; needed where HOST is not loopback',
  ),
  retentionHours: setting(
    'CONSOLE_RETENTION_HOURS',
    z.coerce.number().positive().max(8_760).default(72),
    'How long spans and logs are kept',
  ),
  maxSpans: setting(
    'CONSOLE_MAX_SPANS',
    z.coerce.number().int().min(1_000).default(500_000),
    'Most spans that are kept; the oldest traces go first',
  ),
};

export type ConsoleConfig = BaseConfig & ConfigOf<typeof settings>;

/** @throws ConfigError names all faults of the environment together */
export function loadConsoleConfig(environment?: Environment): ConsoleConfig {
  return loadConfig(settings, environment);
}
