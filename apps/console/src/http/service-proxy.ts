import { fastifyHttpProxy } from '@fastify/http-proxy';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ProblemError, Shutdown } from '@waybill/service';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { ClientTraffic } from '../application/client-traffic.js';
import { newTrace, traceparentOf } from '../application/new-trace.js';
import type { ConsoleConfig } from '../config.js';
import { CONSOLE_CONFIG } from '../config.token.js';
import { Access } from './access/access.js';
import { addPlainRoutes } from './plain-routes.js';
import { READING } from './same-origin.js';

/** A stream of events is quiet for as long as it likes; its headers come at once. */
const PATIENCE = { bodyTimeout: 0, headersTimeout: 30_000, connectTimeout: 2_000 };

/**
 * `/services/<service>/…` is that service's own HTTP, so that the page has one origin. Bodies pass untouched in both
 * directions, streams while they come; `traceparent` goes through, `traceresponse` comes back. What only reads and
 * belongs to no trace is not recorded: a page that shows figures asks for them over and over, and would bury the
 * traces of what it shows.
 */
@Injectable()
export class ServiceProxy implements OnModuleInit {
  private readonly streams = new Set<Readable>();

  constructor(
    private readonly host: HttpAdapterHost,
    @Inject(CONSOLE_CONFIG) private readonly config: Pick<ConsoleConfig, 'serviceUrls' | 'servicesTokenFile'>,
    private readonly traffic: ClientTraffic,
    private readonly access: Access,
    shutdown: Shutdown,
  ) {
    // A stream that never ends by itself would hold the drain up.
    shutdown.signal.addEventListener('abort', () => this.streams.forEach((stream) => stream.destroy()), {
      once: true,
    });
  }

  onModuleInit(): void {
    addPlainRoutes(this.host.httpAdapter.getInstance<FastifyInstance>(), 'proxy', async (scope) => {
      // The service parses its bodies, and says what is wrong with them.
      scope.removeAllContentTypeParsers();
      for (const [service, upstream] of Object.entries(this.config.serviceUrls)) {
        await this.forward(scope, service, upstream);
      }
      scope.all<{ Params: { service: string } }>('/services/:service/*', ({ params }) =>
        Promise.reject(notConfigured(params.service)),
      );
    });
  }

  private async forward(scope: FastifyInstance, service: string, upstream: string): Promise<void> {
    await scope.register(fastifyHttpProxy, {
      upstream,
      prefix: `/services/${service}`,
      rewritePrefix: '/',
      disableRequestLogging: true,
      undici: PATIENCE,
      replyOptions: {
        rewriteRequestHeaders: ({ method }, { cookie: _, authorization, ...headers }) => ({
          ...headers,
          ...this.authorizationOf(authorization),
          ...(READING.has(method) &&
            headers.traceparent === undefined && {
              traceparent: traceparentOf(newTrace(), { sampled: false }),
            }),
        }),
        // A 503 is passed on. By default the proxy would retry ten times.
        retryDelay: () => null,
        onResponse: (_request, reply, response) => {
          const { stream, statusCode } = response as unknown as { stream: Readable; statusCode: number };
          this.traffic.count(service, statusCode >= 500);
          this.streams.add(stream);
          stream.once('close', () => this.streams.delete(stream));
          void (reply as FastifyReply).send(stream);
        },
        onError: (reply, { error }) => {
          this.traffic.count(service, true);
          void (reply as FastifyReply).send(unavailable(service, error));
        },
      },
    });
  }

  /** Who shows a token to a console that asks for one means the console: the service gets the console's own. */
  private authorizationOf(shown: string | undefined): { authorization?: string } {
    if (!this.access.isOn && shown !== undefined) return { authorization: shown };
    const { servicesTokenFile: file } = this.config;
    return file === undefined ? {} : { authorization: `Bearer ${tokenIn(file)}` };
  }
}

function tokenIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    const detail =
      'The console cannot read the file with its token for services, which SERVICES_TOKEN_FILE names.';
    throw new ProblemError(503, detail, { code: 'services-token-unreadable', cause });
  }
}

function unavailable(service: string, error: Error & { statusCode?: number }): ProblemError {
  const extras = { code: 'service-unavailable', headers: { 'retry-after': '2' } };
  const { code } = (error.cause ?? error) as { code?: unknown };
  if (code === 'UND_ERR_HEADERS_TIMEOUT') {
    return new ProblemError(504, `The ${service} service did not respond within 30 s.`, extras);
  }
  // The connection broke in the middle: the request may or may not have been processed.
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET') {
    return new ProblemError(502, `The ${service} service closed the connection before it responded.`, extras);
  }
  return new ProblemError(503, `The ${service} service does not respond; try again.`, extras);
}

function notConfigured(service: string): ProblemError {
  return new ProblemError(
    503,
    `The console does not know the address of the ${service} service: add it to SERVICE_URLS.`,
    { code: 'service-not-configured' },
  );
}
