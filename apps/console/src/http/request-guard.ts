import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { sendProblem } from '@waybill/service';
import type { FastifyInstance } from 'fastify';
import type { ConsoleConfig } from '../config.js';
import { CONSOLE_CONFIG } from '../config.token.js';
import { Access } from './access/access.js';
import { refuseForeign } from './same-origin.js';

/** Scripts and styles come from this origin only; no frames. The chart library sets styles inline. */
const PAGE_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * A hook before every route, Nest's or not: refuses requests from other sites’ pages and of callers who may not, and sets
 * the security headers.
 */
@Injectable()
export class RequestGuard implements OnModuleInit {
  private readonly log = new Logger('http');

  constructor(
    private readonly host: HttpAdapterHost,
    @Inject(CONSOLE_CONFIG) private readonly config: ConsoleConfig,
    private readonly access: Access,
  ) {}

  onModuleInit(): void {
    const { hosts, url } = this.config;
    const own = url === undefined ? hosts : [...hosts, new URL(url).host];
    const server = this.host.httpAdapter.getInstance<FastifyInstance>();
    server.addHook('onRequest', async (request, reply) => {
      void reply.headers({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' });
      // The API's documentation page has inline scripts.
      if (!request.url.startsWith('/docs')) void reply.header('content-security-policy', PAGE_POLICY);
      try {
        refuseForeign(request, own);
        await this.access.admit(request);
      } catch (error) {
        // Nest's exception filters do not see a hook's error.
        sendProblem(error, request, reply, (message, cause) => this.log.error(message, cause));
        return reply;
      }
    });
  }
}
