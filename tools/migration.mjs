// `npm run migration -- <service> <name>`: writes the SQL that takes the database from the service's migrations to its
// prisma/<service>/schema.prisma, as a new migration.
import { ensureReady } from './bootstrap.mjs';

const [service, name] = process.argv.slice(2);
if (!service || !/^[a-z][a-z0-9_]*$/.test(name ?? '')) {
  console.error(
    'usage: npm run migration -- <service> <name>, for example: npm run migration -- order add_refunds',
  );
  process.exit(2);
}
await ensureReady();
const { writeMigration } = await import('./migration/write-migration.ts');
process.exitCode = await writeMigration(service, name);
