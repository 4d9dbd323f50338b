import { StackError } from '../errors.js';

/** What the engine's message says, without its own stack trace. */
export function engineMessage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .split('\n')
    .filter((line) => !/^\s*(\d+: |at |with )/.test(line))
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== 'external connector error')
    .join(' ');
}

/** The engine's failures name the migration in back quotes or as `migration_name="…"`. */
export function migrationFailure(service: string, error: unknown): StackError {
  const text = error instanceof Error ? error.message : String(error);
  const name = /migration_name="([^"]+)"/.exec(text)?.[1] ?? /`(\d{14}_[^`]+)`/.exec(text)?.[1];
  const which = name === undefined ? 'the migrations' : `migration ${name}`;
  return new StackError('MIGRATION_FAILED', `${which} of ${service} failed: ${engineMessage(error)}`, {
    cause: error,
    fix:
      `correct prisma/${service}/migrations${name === undefined ? '' : `/${name}/migration.sql`}; a failed migration is ` +
      'recorded in _prisma_migrations and stays there until it is resolved (`prisma migrate resolve`), or start with ' +
      'empty data: npm start -- --fresh',
  });
}
