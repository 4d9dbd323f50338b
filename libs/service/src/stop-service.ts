import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Telemetry } from '@waybill/telemetry/register';
import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { TELEMETRY } from './health/operations.controller.js';
import { Shutdown } from './shutdown.js';

/** How long requests in progress may take once the shutdown has begun. */
const REQUESTS_MS = 10_000;
/** How long everything may take after the grace period, including running handlers. With the default grace: 27 s of the 30 s that Kubernetes allows. */
const DEADLINE_MS = 22_000;

/** Drains once on SIGTERM or SIGINT: a supervisor and a terminal may both send one. */
export function stopOnSignals(app: NestFastifyApplication, graceMs: number): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      void stopThenExit(app, signal, graceMs);
    });
  }
}

async function stopThenExit(app: NestFastifyApplication, signal: string, graceMs: number): Promise<never> {
  const logger = new Logger('service');
  const telemetry = app.get<Telemetry>(TELEMETRY);
  logger.log(`${signal}: draining${graceMs > 0 ? `; requests are served for another ${graceMs} ms` : ''}`);
  const deadline = setTimeout(() => {
    logger.fatal(`not drained ${DEADLINE_MS} ms after the grace period: the process exits anyway`);
    process.exit(1);
  }, graceMs + DEADLINE_MS);
  try {
    await stopService(app, graceMs);
    logger.log('drained');
    await telemetry.shutdown();
    process.exit(0);
  } catch (error) {
    logger.fatal('the drain failed', error);
    process.exit(1);
  } finally {
    clearTimeout(deadline);
  }
}

/**
 * Stops without losing anything. For `graceMs` the process is not ready but still serves requests, so that clients
 * notice before the port closes. Then it accepts no new requests and finishes those in progress. Then Nest's hooks run:
 * the messaging module stops its consumers and its relay (before `onApplicationShutdown`), and last the database closes
 * (in `onApplicationShutdown`).
 */
export async function stopService(app: NestFastifyApplication, graceMs = 0): Promise<void> {
  const shutdown = app.get(Shutdown);
  shutdown.announce();
  const server = app.getHttpServer() as Server;
  if (graceMs > 0 && server.listening) await delay(graceMs);
  shutdown.begin();
  await drainRequests(server);
  await app.close();
}

async function drainRequests(server: Server): Promise<void> {
  if (!server.listening) return;
  const timer = setTimeout(() => server.closeAllConnections(), REQUESTS_MS);
  try {
    await new Promise<void>((resolve, reject) =>
      server.close((error) => (error ? reject(error) : resolve())),
    );
  } finally {
    clearTimeout(timer);
  }
}
