import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ConfigurationRefused, TransactionEnded } from '@waybill/messaging/operations';
import { ConfigError, loadConfig, takeOtlpHeaders, type Settings } from './config/index.js';
import { createService } from './create-service.js';
import type { ServiceDefinition } from './define-service.js';
import { requireNode } from './require-node.js';
import { startService } from './start-service.js';
import { stopOnSignals } from './stop-service.js';

/** `EX_CONFIG` of sysexits: a restart does not help. */
const EXIT_CONFIG = 78;

/** The service's code cannot be loaded: a contract, a subscription or another module threw. */
export class CodeRefused extends ConfigurationRefused {
  readonly code = 'CODE_REFUSED';
}

/**
 * Runs a service process: loads its code and configuration, and listens. The process exits with 0 after a drain on
 * SIGTERM or SIGINT, with 78 if the configuration is wrong (docs/failure.md lists what is refused), and with 1 if it
 * cannot start, crashes or does not drain in time.
 *
 * @param load imports the service's definition, and with it its contracts and subscriptions; an error in them is reported
 * like every other
 */
export async function runService<Own extends Settings>(
  load: () => Promise<ServiceDefinition<Own>>,
): Promise<void> {
  let app: NestFastifyApplication | undefined;
  let name = 'the service';
  exitOnCrash(() => name);
  try {
    requireNode();
    const definition = await loadCode(load);
    name = definition.name;
    takeOtlpHeaders();
    const config = loadConfig(definition);
    app = await createService(definition, config);
    // Without the API there are no requests to serve meanwhile.
    stopOnSignals(app, config.roles.has('api') ? config.shutdownGraceMs : 0);
    await startService(app, config, definition);
    new Logger('service').log(`listening on ${await app.getUrl()} as ${[...config.roles].join(', ')}`);
  } catch (error) {
    exitIfRefused(name, error);
    new Logger('service').fatal('the service cannot start', error);
    await app?.close().catch((failure: unknown) => new Logger('service').error('closing failed', failure));
    process.exit(1);
  }
}

/** @throws CodeRefused with the place in the code: a restart would fail the same way */
async function loadCode<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    throw new CodeRefused(`Its code cannot be loaded: ${reason}`, { cause });
  }
}

/** Writes the message without a stack: the fix is not in this code. */
function exitIfRefused(name: string, error: unknown): void {
  if (!(error instanceof ConfigError || error instanceof ConfigurationRefused)) return;
  process.stderr.write(`${name} cannot start. ${error.message}\n`);
  process.exit(EXIT_CONFIG);
}

/**
 * After an uncaught error the state of the process is unknown: it logs the error and exits, and the supervisor restarts
 * it. What the broker refuses arrives here too, because the service does not wait for the broker to start, and so does
 * a pooled session of the relay.
 */
export function exitOnCrash(name: () => string): void {
  process.on('uncaughtException', (error, origin) => {
    if (isLateStatement(error, origin)) return;
    exitIfRefused(name(), error);
    new Logger('service').fatal(`${origin}: the process ends`, error);
    process.exit(1);
  });
}

/** Harmless: a statement without `await` came after its transaction had ended. It is in the log already. */
function isLateStatement(error: Error, origin: NodeJS.UncaughtExceptionOrigin): boolean {
  return origin === 'unhandledRejection' && error instanceof TransactionEnded;
}
