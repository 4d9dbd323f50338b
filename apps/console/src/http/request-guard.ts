import { Logger, type OnModuleInit } from '@nestjs/common';
import type { HttpAdapterHost } from '@nestjs/core';
import { sendProblem } from '@waybill/service';
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
  private readonly log = new Logger('http');

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
      const refusal = refusalOf(request, this.rules);
      if (!refusal) return done();
      // A hook's error comes by no filter of Nest's.
      sendProblem(refusal, request, reply, (message, error) => this.log.error(message, error));
    });
  }
}
