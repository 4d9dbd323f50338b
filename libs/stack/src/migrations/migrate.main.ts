// Brings one database up to its migrations: `node migrate.main.js <service>`, with DATABASE_URL in the environment.
// A process of its own, so that the supervisor's memory does not keep the engine's 90 MB. Prints one JSON line.
import { reasonOf, StackError } from '../errors.js';
import { databaseServices } from '../workspace.js';
import { bringUp } from './bring-up.js';

try {
  const service = databaseServices.find((name) => name === process.argv[2]);
  const url = process.env['DATABASE_URL'];
  if (service === undefined || !url) throw new Error('usage: DATABASE_URL=… migrate.main.js <service>');
  const applied = await bringUp(service, url);
  console.log(JSON.stringify({ applied }));
} catch (error) {
  const { code, fix } = error instanceof StackError ? error : { code: 'MIGRATION_FAILED', fix: undefined };
  console.log(JSON.stringify({ error: { code, message: reasonOf(error), fix } }));
  process.exitCode = 1;
}
