import type { DynamicModule, NestApplicationOptions } from '@nestjs/common';
import * as nestCore from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLogger, instrumentNest, NestLogger, tracerOf } from '@waybill/telemetry';
import { startTelemetry } from '@waybill/telemetry/register';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Settings } from './config/index.js';
import { DATABASE, type ServiceDatabase } from './database.js';
import type { ServiceConfig, ServiceDefinition } from './define-service.js';
import { HealthChecks } from './health/health-checks.js';
import { observeHealth } from './health/health-metrics.js';
import { OPERATIONS } from './health/operations.controller.js';
import { applyBodyRules, MIB } from './http/body-rules.js';
import { sendClientError } from './http/client-error.js';
import { guardRequests } from './http/guard-requests.js';
import { takeJsonBodies } from './http/json-body.js';
import { limitBodies } from './http/limit-bodies.js';
import { serveOpenApi } from './http/open-api.js';
import { ProblemFilter } from './http/problem.filter.js';
import { measureRequests } from './http/request-metrics.js';
import { refuseOverload } from './http/refuse-overload.js';
import { sendProblem } from './http/send-problem.js';
import { addTraceContext } from './http/trace-context.js';
import { ValidationPipe } from './http/validation.pipe.js';
import { rootModule } from './root.module.js';
import { Shutdown } from './shutdown.js';

/** A parameter is percent-encoded: a character outside ASCII takes up to twelve. */
const MAX_PARAM_LENGTH = 4_096;

/** Creates the Nest application of a module: with `NestFactory`, or with Nest's testing module. */
export type CreateApplication = (
  root: DynamicModule,
  adapter: FastifyAdapter,
  options: NestApplicationOptions,
) => Promise<NestFastifyApplication>;

const createApplication: CreateApplication = (root, adapter, options) =>
  nestCore.NestFactory.create<NestFastifyApplication>(root, adapter, options);

/** Creates the service without listening: logger, HTTP, health, OpenAPI, its own module. */
export async function createService<Own extends Settings>(
  definition: ServiceDefinition<Own>,
  config: ServiceConfig<Own>,
  create = createApplication,
): Promise<NestFastifyApplication> {
  const { name, title = name, description = '', problemOf, guardsItself = false } = definition;
  const telemetry = await startTelemetry(name, config.telemetry);
  const logger = new NestLogger(createLogger(name, config.logLevel));
  const adapter = createAdapter(logger, config.trustedProxies);
  const app = await create(rootModule(definition, config, telemetry), adapter, {
    logger,
    bodyParser: false,
    abortOnError: false,
    instrument: instrumentation(),
  });

  const server = adapter.getInstance() as unknown as FastifyInstance;
  if (definition.database) refuseOverload(server, app.get<ServiceDatabase>(DATABASE, { strict: false }).pool);
  addTraceContext(server);
  measureRequests(server);
  if (!config.roles.has('api')) serveOperationsOnly(server);
  else if (!guardsItself) await guardRequests(app, config);
  takeJsonBodies(server);
  applyBodyRules(server);
  limitBodies(server);
  closeConnectionsOnShutdown(server, app.get(Shutdown));
  const stopObserving = observeHealth(app.get(HealthChecks));
  server.addHook('onClose', async () => stopObserving());
  app.useGlobalPipes(new ValidationPipe());
  app.useGlobalFilters(new ProblemFilter(problemOf));
  if (config.roles.has('api')) {
    const issuer = guardsItself ? undefined : config.authIssuer;
    serveOpenApi(app, { title, description, issuer });
  }
  return app;
}

function createAdapter(logger: NestLogger, trustedProxies: readonly string[] = []): FastifyAdapter {
  return new FastifyAdapter({
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    bodyLimit: MIB,
    // While it drains, a request on an open connection is still served.
    return503OnClosing: false,
    clientErrorHandler: sendClientError,
    // Errors of the router (a path that cannot be decoded) do not reach the filter.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      sendProblem(error, request, reply, (message, cause) => {
        logger.error(message, cause);
      });
    },
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
  });
}

/** Spans for the calls inside a request or a handler. A process that records no traces wraps nothing. */
function instrumentation(): NestApplicationOptions['instrument'] {
  if (!tracerOf('@waybill/service')) return undefined;
  const nests = new Set<unknown>(Object.values(nestCore));
  return { instanceDecorator: instrumentNest((type) => !nests.has(type)) };
}

/** A process without the `api` role responds to all other routes with 404. */
function serveOperationsOnly(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    if (request.is404 || OPERATIONS.has(request.routeOptions.url ?? '')) done();
    else reply.callNotFound();
  });
}

/** A kept connection would bring new requests to a process that is stopping, and keep the server from closing. */
function closeConnectionsOnShutdown(server: FastifyInstance, shutdown: Shutdown): void {
  server.addHook('onSend', (_request, reply, payload, done) => {
    if (shutdown.isAnnounced) reply.header('connection', 'close');
    done(null, payload);
  });
  // Responses whose headers were sent before the shutdown (such as a stream that it ended) leave an idle connection.
  server.addHook('onResponse', (_request, _reply, done) => {
    if (shutdown.signal.aborted) setImmediate(() => server.server.closeIdleConnections());
    done();
  });
}
