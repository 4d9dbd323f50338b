import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ConfigError, type BaseConfig } from './config/index.js';
import { createService, type ServiceDefinition } from './create-service.js';
import { startService } from './start-service.js';
import { stopOnSignals } from './stop-service.js';

export interface RunnableService<Config extends BaseConfig> extends ServiceDefinition<Config> {
  /** Reads the environment; called once. */
  config: () => Config;
}

/** `EX_CONFIG` of sysexits: starting it again changes nothing. */
const EXIT_CONFIG = 78;

/**
 * A service process, from the environment to a listening port. Ends with status 0 after a drain on SIGTERM
 * or SIGINT, 78 where the configuration is at fault, and 1 where it cannot start, crashes or does not drain
 * in time.
 */
export async function runService<Config extends BaseConfig>(
  definition: RunnableService<Config>,
): Promise<void> {
  let app: NestFastifyApplication | undefined;
  exitOnCrash();
  try {
    const config = definition.config();
    app = await createService(definition, config);
    stopOnSignals(app);
    await startService(app, config, definition);
    new Logger('service').log(`listening on ${await app.getUrl()} as ${[...config.roles].join(', ')}`);
  } catch (error) {
    if (error instanceof ConfigError) {
      process.stderr.write(`${definition.name} cannot start. ${error.message}\n`);
      process.exit(EXIT_CONFIG);
    }
    new Logger('service').fatal('the service cannot start', error);
    await app?.close().catch((failure: unknown) => new Logger('service').error('closing failed', failure));
    process.exit(1);
  }
}

/** After an error that nobody caught, the state of the process is unknown: say what happened and let the supervisor start anew. */
function exitOnCrash(): void {
  process.on('uncaughtException', (error, origin) => {
    new Logger('service').fatal(`${origin}: the process ends`, error);
    process.exit(1);
  });
}
