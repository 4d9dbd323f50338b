import { isMessagingMigrated, messagingMigrations, migrateMessaging } from '@waybill/messaging/migrations';
import type pg from 'pg';
import { StackError } from '../errors.js';
import { withClient } from '../postgres/with-client.js';
import { messagingServices, type ServiceName } from '../workspace.js';
import { adoptMessagingTables } from './adopt-messaging-tables.js';
import { isUpToDate } from './applied-migrations.js';
import { applyMigrations } from './apply-migrations.js';
import { grantRuntime, isGranted } from './grant-runtime.js';
import { checksumOfAll, prismaFolder, readMigrations } from './migration-files.js';
import { withMigrationLock, type MigrationLockOptions } from './migration-lock.js';

const publishesOrConsumes = (service: ServiceName) => messagingServices.includes(service);

/**
 * Brings a service's database to this version: first the messaging library's tables, where the service has them, then
 * the service's own migrations. Several processes may do it at once: one applies, the others wait and find nothing to
 * do.
 *
 * @param url connects as the owner of the database
 * @param runtimeRole the login of the service, if it is another one: it gets the use of the tables
 * @returns the names of the migrations applied now
 * @throws StackError
 */
export function bringUp(
  service: ServiceName,
  url: string,
  runtimeRole?: string,
  lock?: MigrationLockOptions,
): Promise<string[]> {
  const apply = async (client: pg.Client) => {
    const messaging = publishesOrConsumes(service) ? await bringUpMessaging(service, client) : [];
    const own = await applyMigrations(service, url, await readMigrations(prismaFolder(service)));
    if (runtimeRole !== undefined) await grantRuntime(client, runtimeRole);
    return [...messaging, ...own];
  };
  return withMigrationLock(url, apply, lock);
}

/** Whether `bringUp` has nothing to do. Then the engine need not be loaded (0.3 s and 90 MB). */
export async function isBroughtUp(service: ServiceName, url: string, runtimeRole?: string): Promise<boolean> {
  const ready = await withClient(
    url,
    async (client) =>
      (!publishesOrConsumes(service) || (await isMessagingMigrated(client))) &&
      (runtimeRole === undefined || (await isGranted(client, runtimeRole))),
  );
  return ready && (await isUpToDate(url, await readMigrations(prismaFolder(service))));
}

/** One value for all migrations of a service's database: changes when any of them does. */
export async function checksumOf(service: ServiceName): Promise<string> {
  const { migrations } = await readMigrations(prismaFolder(service));
  return checksumOfAll([...(await messagingMigrations()), ...migrations]);
}

async function bringUpMessaging(service: ServiceName, client: pg.Client): Promise<string[]> {
  await adoptMessagingTables(service, client);
  return migrateMessaging(client).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StackError('MIGRATION_FAILED', `the messaging tables of ${service}: ${reason}`, { cause });
  });
}
