import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ConfigurationRefused, TransactionEnded } from '@waybill/messaging';
import { ConfigError, loadConfig, type Settings } from './config/index.js';
import { createService } from './create-service.js';
import type { ServiceDefinition } from './define-service.js';
import { loadCode } from './load-code.js';
import { requireNode } from './require-node.js';
import { startService } from './start-service.js';
import { stopOnSignals } from './stop-service.js';

/** `EX_CONFIG` of sysexits: starting it again changes nothing. */
const EXIT_CONFIG = 78;

/**
 * A service process, from its code and the environment to a listening port. Ends with status 0 after a drain on SIGTERM
 * or SIGINT, 78 if the configuration is wrong (docs/failure.md lists what is refused), and 1 if it cannot
 * start, crashes or does not drain in time.
 *
 * @param load imports the service's definition, and with it its contracts and subscriptions: called once it is known that
 * they can run here, so that an error in them is reported like every other
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
    const config = loadConfig(definition);
    app = await createService(definition, config);
    // Without the API nobody sends requests that would have to be served meanwhile.
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

/** In words, without a stack of ours: whoever reads it has something to correct elsewhere. */
function exitIfRefused(name: string, error: unknown): void {
  if (!(error instanceof ConfigError || error instanceof ConfigurationRefused)) return;
  process.stderr.write(`${name} cannot start. ${error.message}\n`);
  process.exit(EXIT_CONFIG);
}

/**
 * After an error that nobody caught, the state of the process is unknown: say what happened and let the supervisor start
 * it again. What the broker refuses comes this way too, as the service does not wait for the broker to start, and so
 * does a pooled session of the relay.
 */
export function exitOnCrash(name: () => string): void {
  process.on('uncaughtException', (error, origin) => {
    if (isLateStatement(error, origin)) return;
    exitIfRefused(name(), error);
    new Logger('service').fatal(`${origin}: the process ends`, error);
    process.exit(1);
  });
}

/** Known, and harmless to the rest: what somebody did not wait for came too late for its transaction. It is in the log already. */
function isLateStatement(error: Error, origin: NodeJS.UncaughtExceptionOrigin): boolean {
  return origin === 'unhandledRejection' && error instanceof TransactionEnded;
}
