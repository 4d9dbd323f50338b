import { COPIED_MIGRATIONS } from '@waybill/messaging/migrations';
import { StackError } from '../errors.js';
import { isUpToDate } from './applied-migrations.js';
import type { MigrationFiles } from './migration-files.js';
import { engineMessage, migrationFailure } from './migration-error.js';
import { OWN_TABLES, asMigrationList, withSchemaEngine } from './schema-engine.js';

/**
 * Brings a database up to its migrations, as `prisma migrate deploy` does, and keeps its record: applied in order, each
 * once, the failed one named and nothing after it tried.
 *
 * @returns the names of those applied now
 * @throws StackError `MIGRATION_FAILED`, `MIGRATIONS_UNREADABLE`
 */
export async function applyMigrations(
  service: string,
  url: string,
  files: MigrationFiles,
): Promise<string[]> {
  if (await isUpToDate(url, files)) return [];
  return withSchemaEngine(url, async (engine) => {
    const migrationsList = asMigrationList(files);
    const { editedMigrationNames, history } = await engine
      .diagnoseMigrationHistory({ migrationsList, filters: OWN_TABLES, optInToShadowDatabase: false })
      .catch((cause: unknown) => {
        throw new StackError(
          'MIGRATIONS_UNREADABLE',
          `the migrations of ${service}: ${engineMessage(cause)}`,
          { cause },
        );
      });
    // `migrate deploy` goes on in both cases; here the data is a developer's, and a silent mismatch costs them hours.
    if (editedMigrationNames.length > 0) {
      throw changed(service, `${editedMigrationNames.join(', ')} was changed after it had been applied`);
    }
    if (history && history.diagnostic !== 'databaseIsBehind' && !isAllCopied(history)) {
      throw changed(service, `the database has migrations that are not in prisma/${service}/migrations`);
    }
    try {
      return (await engine.applyMigrations({ migrationsList, filters: OWN_TABLES })).appliedMigrationNames;
    } catch (error) {
      throw migrationFailure(service, error);
    }
  });
}

/** Whether the migrations that only the database has are those of which the library has its own now. */
function isAllCopied({ unpersistedMigrationNames }: { unpersistedMigrationNames: string[] }): boolean {
  return unpersistedMigrationNames.every((name) => COPIED_MIGRATIONS.includes(name));
}

function changed(service: string, what: string): StackError {
  return new StackError(
    'MIGRATIONS_CHANGED',
    `the migrations of ${service} do not fit its database: ${what}`,
    {
      fix: 'restore them and add a new migration instead, or start with empty data: npm start -- --fresh',
    },
  );
}
