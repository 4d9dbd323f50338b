// Brings the databases of the named services, or of all, up to their migrations: `node migrate.main.js [<service>…]`.
// A process of its own: in a deployment it runs with the owners' logins before the services start, and for `npm start` it
// keeps the engine's 90 MB out of the supervisor. Prints one JSON line per service.
import { reasonOf, StackError } from '../errors.js';
import { databaseServices } from '../workspace.js';
import { migrateAll } from './migrate-all.js';

// As the first process of a container it would ignore the signal. Postgres rolls back what was not committed.
process.once('SIGTERM', () => process.exit(143));

const print = (line: object) => console.log(JSON.stringify(line));
const names = process.argv.slice(2);
try {
  await migrateAll(names.length > 0 ? names : databaseServices, print);
} catch (error) {
  const { code, fix } = error instanceof StackError ? error : { code: 'MIGRATION_FAILED', fix: undefined };
  print({ error: { code, message: reasonOf(error), fix } });
  process.exitCode = code === 'MIGRATIONS_NOT_CONFIGURED' ? 78 : 1;
}
