import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Telemetry } from '@waybill/telemetry/register';
import type { Server } from 'node:http';
import { TELEMETRY } from './health/operations.controller.js';
import { Shutdown } from './shutdown.js';

/** How long requests in flight may take to end once the process was told to stop. */
const REQUESTS_MS = 10_000;
/** How long everything may take, the running handlers included. */
const DEADLINE_MS = 25_000;

/** Drains on SIGTERM and SIGINT, once: a supervisor and a terminal may both send theirs. */
export function stopOnSignals(app: NestFastifyApplication): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      void stopThenExit(app, signal);
    });
  }
}

async function stopThenExit(app: NestFastifyApplication, signal: string): Promise<never> {
  const logger = new Logger('service');
  const telemetry = app.get<Telemetry>(TELEMETRY);
  logger.log(`${signal}: draining`);
  const deadline = setTimeout(() => {
    logger.fatal(`not drained after ${DEADLINE_MS} ms: the process ends as it is`);
    process.exit(1);
  }, DEADLINE_MS);
  try {
    await stopService(app);
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
 * Stops in the order in which nothing is lost: no new requests; those in flight are answered; then Nest's
 * hooks, in which the messaging module stops its consumers and its relay (before `onApplicationShutdown`),
 * and last the database closes (in `onApplicationShutdown`).
 */
export async function stopService(app: NestFastifyApplication): Promise<void> {
  app.get(Shutdown).begin();
  await drainRequests(app.getHttpServer() as Server);
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
