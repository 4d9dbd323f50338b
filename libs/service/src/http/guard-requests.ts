import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { TokenVerifier } from '../auth/index.js';
import { tokenSettings, type BaseConfig } from '../config/index.js';
import { HealthChecks } from '../health/health-checks.js';
import { authenticate } from './authenticate.js';
import { limitRate } from './limit-rate.js';
import { addSecurityHeaders } from './security-headers.js';

/** Who may call the service, how often, and what browsers may do with the responses: what the settings say. */
export async function guardRequests(app: NestFastifyApplication, config: BaseConfig): Promise<void> {
  const server = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  if (config.corsOrigins) app.enableCors({ origin: [...config.corsOrigins], ...CORS });
  await addSecurityHeaders(server);
  const tokens = tokenSettings(config);
  if (tokens) {
    const verifier = new TokenVerifier(tokens);
    app.get(HealthChecks).add(() => [verifier.keys.check()]);
    // The first request need not wait, and a wrong address shows at once: in the health check and the log.
    void verifier.keys.fetch().catch(() => undefined);
    authenticate(server, verifier);
  }
  if (config.rateLimit !== undefined) await limitRate(server, config.rateLimit);
}

const CORS = {
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  // What a page may read beside the body.
  exposedHeaders: [
    'location',
    'retry-after',
    'traceresponse',
    'www-authenticate',
    'idempotency-replayed',
    'ratelimit-limit',
    'ratelimit-remaining',
    'ratelimit-reset',
  ],
  maxAge: 600,
};
