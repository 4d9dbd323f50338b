import { StackError } from '../errors.js';
import { engineMessage } from './migration-error.js';
import { readMigrations, readSchema } from './migration-files.js';
import { OWN_TABLES, asMigrationList, withSchemaEngine } from './schema-engine.js';

/**
 * Compares what the migrations make (in a shadow database, dropped again) with what the schema files say.
 *
 * @param administratorUrl a login with CREATEDB
 * @returns the SQL that would take the one to the other; undefined if they agree
 */
export async function findDrift(administratorUrl: string, prismaFolder: string): Promise<string | undefined> {
  const migrations = asMigrationList(await readMigrations(prismaFolder));
  const files = await readSchema(prismaFolder);
  return withSchemaEngine(administratorUrl, async (engine) => {
    try {
      const { exitCode, stdout } = await engine.diff({
        from: { tag: 'migrations', ...migrations },
        to: { tag: 'schemaDatamodel', files },
        script: true,
        exitCode: true,
        filters: OWN_TABLES,
      });
      return exitCode === 0 ? undefined : (stdout ?? 'a difference that the engine does not describe');
    } catch (cause) {
      throw new StackError('DRIFT_CHECK_FAILED', `${prismaFolder}: ${engineMessage(cause)}`, { cause });
    }
  });
}
