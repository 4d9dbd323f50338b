import type { OnModuleInit } from '@nestjs/common';
import type { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { refusalOf, type GuardRules } from './same-origin.js';

/** The page and its styles come from here and nowhere else; nobody may show it in a frame. Its chart library sets styles inline. */
const PAGE_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** One hook before every route, whoever made it: refuses what other sites’ pages ask, and says what browsers may do with the answers. */
export class RequestGuard implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly rules: GuardRules,
  ) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter.getInstance<FastifyInstance>();
    server.addHook('onRequest', (request, reply, done) => {
      void reply.headers({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' });
      // The API's own page of documentation has scripts inline.
      if (!request.url.startsWith('/docs')) void reply.header('content-security-policy', PAGE_POLICY);
      done(refusalOf(request, this.rules));
    });
  }
}
