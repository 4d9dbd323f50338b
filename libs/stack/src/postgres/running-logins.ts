import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { databaseOf } from '../config.js';
import { ignore } from '../errors.js';
import type { ServiceName } from '../workspace.js';
import type { DatabaseLogins } from './database-logins.js';
import { databaseLogins } from './service-databases.js';

/**
 * Both logins of a database of a running platform: on the embedded Postgres of this data folder, or outside as this
 * process's environment says.
 *
 * @param runtime what `state.json` says
 */
export function runningLogins(dataDir: string, service: ServiceName, runtime: string): DatabaseLogins {
  const secret = passwordIn(dataDir);
  const embedded = secret && databaseLogins(service, { secret, port: Number(new URL(runtime).port) });
  if (embedded && embedded.runtime === runtime) return embedded;
  return databaseOf(service) ?? { owner: runtime, runtime };
}

function passwordIn(dataDir: string): string | undefined {
  try {
    return readFileSync(join(dataDir, 'postgres-password'), 'utf8').trim();
  } catch (error) {
    return ignore(error, 'ENOENT');
  }
}
