import { isMessagingMigrated, messagingMigrations, migrateMessaging } from '@waybill/messaging/migrations';
import { StackError } from '../errors.js';
import { withClient } from '../postgres/with-client.js';
import { messagingServices, type ServiceName } from '../workspace.js';
import { adoptMessagingTables } from './adopt-messaging-tables.js';
import { isUpToDate } from './applied-migrations.js';
import { applyMigrations } from './apply-migrations.js';
import { checksumOfAll, prismaFolder, readMigrations } from './migration-files.js';

const publishesOrConsumes = (service: ServiceName) => messagingServices.includes(service);

/**
 * Brings a service's database to this version: first the messaging library's tables, where the service has them, then
 * the service's own migrations.
 *
 * @returns the names of the migrations applied now
 * @throws StackError
 */
export async function bringUp(service: ServiceName, url: string): Promise<string[]> {
  const messaging = publishesOrConsumes(service) ? await bringUpMessaging(service, url) : [];
  return [
    ...messaging,
    ...(await applyMigrations(service, url, await readMigrations(prismaFolder(service)))),
  ];
}

/** Whether `bringUp` has nothing to do. Then the engine need not be loaded (0.3 s and 90 MB). */
export async function isBroughtUp(service: ServiceName, url: string): Promise<boolean> {
  const messaging = !publishesOrConsumes(service) || (await withClient(url, isMessagingMigrated));
  return messaging && (await isUpToDate(url, await readMigrations(prismaFolder(service))));
}

/** One value for all migrations of a service's database: changes when any of them does. */
export async function checksumOf(service: ServiceName): Promise<string> {
  const { migrations } = await readMigrations(prismaFolder(service));
  return checksumOfAll([...(await messagingMigrations()), ...migrations]);
}

async function bringUpMessaging(service: ServiceName, url: string): Promise<string[]> {
  return withClient(url, async (client) => {
    await adoptMessagingTables(service, client);
    return migrateMessaging(client).catch((cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new StackError('MIGRATION_FAILED', `the messaging tables of ${service}: ${reason}`, { cause });
    });
  });
}
