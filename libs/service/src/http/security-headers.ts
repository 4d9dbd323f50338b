import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import { DOCS } from './open-api.js';

/** Responses are data: a browser that shows one as a page must load and run nothing. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";
/** Swagger UI has scripts and styles in its page. */
const DOCS_POLICY =
  "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/** Helmet's headers, with a content security policy for an API. */
export async function addSecurityHeaders(server: FastifyInstance): Promise<void> {
  await server.register(helmet, { contentSecurityPolicy: false });
  server.addHook('onRequest', (request, reply, done) => {
    const policy = DOCS.test(request.routeOptions.url ?? '') ? DOCS_POLICY : DATA_POLICY;
    // On the raw response, so that a stream that bypasses the reply has it too.
    reply.raw.setHeader('content-security-policy', policy);
    done();
  });
}
