import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { takeBytes } from './raw-body.js';

export const MIB = 1024 * 1024;

export interface BodyRules {
  /** Most bytes. 1 MiB for all other routes. */
  bodyLimit?: number;
  /**
   * Text that Postgres cannot store is let through, because the endpoint judges its items one by one (with
   * `textError`). Other routes answer it with 400.
   */
  anyText?: boolean;
  /**
   * Media types whose bodies the handler gets as they came, in bytes, `Content-Encoding` and all: for a protocol of
   * its own.
   */
  raw?: readonly string[];
}

/** How one route takes its body, where that differs from all others. */
export const BodyRules = (rules: BodyRules): MethodDecorator => RouteConfig(rules);

/** Nest hands route configuration through; Fastify wants the limit beside it, and a parser for each media type. */
export function applyBodyRules(server: FastifyInstance): void {
  server.addHook('onRoute', (route) => {
    const { bodyLimit, raw = [] } = (route.config ?? {}) as BodyRules;
    if (bodyLimit !== undefined) route.bodyLimit = bodyLimit;
    for (const type of raw) if (!server.hasContentTypeParser(type)) takeBytes(server, type);
  });
}
