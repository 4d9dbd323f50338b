import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

export const MIB = 1024 * 1024;

export interface BodyRules {
  /** Most bytes. 1 MiB for all other routes. */
  bodyLimit?: number;
  /**
   * Text that Postgres cannot store is let through, because the endpoint judges its items one by one (with
   * `textFault`). Other routes answer it with 400.
   */
  anyText?: boolean;
}

/** How one route takes its body, where that differs from all others. */
export const BodyRules = (rules: BodyRules): MethodDecorator => RouteConfig(rules);

/** Nest hands route configuration through; Fastify wants the limit beside it. */
export function applyBodyLimits(server: FastifyInstance): void {
  server.addHook('onRoute', (route) => {
    const { bodyLimit } = (route.config ?? {}) as BodyRules;
    if (bodyLimit !== undefined) route.bodyLimit = bodyLimit;
  });
}
