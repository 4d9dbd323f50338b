import { databaseOf, variableOf } from '../config.js';
import { StackError } from '../errors.js';
import { connectionVariable } from '../postgres/connection-variable.js';
import { runtimeRole, type DatabaseLogins } from '../postgres/database-logins.js';
import { ensureDatabase } from '../postgres/ensure-database.js';
import { databaseServices, type ServiceName } from '../workspace.js';
import { bringUp } from './bring-up.js';
import { withMigrationLock } from './migration-lock.js';
import { serverAnswers } from './server-answers.js';

/** What is said while it works. */
export type MigrationLine =
  { readonly waiting: string } | { readonly service: ServiceName; readonly applied: readonly string[] };

/**
 * Migrates one database after the other, as `DATABASE_OWNER_URL_<SERVICE>` says, and lets the login of
 * `DATABASE_URL_<SERVICE>` use the tables. With `DATABASE_ADMIN_URL`, databases and logins are made first.
 *
 * @throws StackError `MIGRATIONS_NOT_CONFIGURED`, or what the migration that failed says; those after it are not tried
 */
export async function migrateAll(
  services: readonly string[],
  say: (line: MigrationLine) => void,
): Promise<void> {
  const all = services.map((service) => [service, loginsOf(service)] as const);
  const administratorUrl = connectionVariable('DATABASE_ADMIN_URL');
  if (administratorUrl !== undefined) await makeDatabases(administratorUrl, all);
  for (const [service, logins] of all) {
    await serverAnswers(logins.owner);
    const onWait = () => say({ waiting: `another process migrates the database of ${service}` });
    const applied = await bringUp(service, logins.owner, runtimeRole(logins), { onWait });
    say({ service, applied });
  }
}

function loginsOf(service: string): DatabaseLogins {
  if (!databaseServices.includes(service)) {
    throw new StackError(
      'MIGRATIONS_NOT_CONFIGURED',
      `${service} is no service with a database: there are ${databaseServices.join(', ')}`,
    );
  }
  const logins = databaseOf(service);
  if (logins !== undefined) return logins;
  const variable = variableOf(service, 'DATABASE_URL');
  throw new StackError('MIGRATIONS_NOT_CONFIGURED', `${variable} is not set, nor ${variable}_FILE`, {
    fix: `set it to what the service connects with, and ${variableOf(service, 'DATABASE_OWNER_URL')} to the login that owns its tables`,
  });
}

async function makeDatabases(
  administratorUrl: string,
  all: readonly (readonly [ServiceName, DatabaseLogins])[],
): Promise<void> {
  await serverAnswers(administratorUrl);
  await withMigrationLock(administratorUrl, async (client) => {
    for (const [, logins] of all) await ensureDatabase(client, administratorUrl, logins);
  });
}
