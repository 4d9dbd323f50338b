import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DatabaseRefused } from './database-refused.js';

/**
 * The newest of `prisma/<service>/migrations`, which the code beside it was written for; undefined where the service has
 * no migrations.
 *
 * @throws DatabaseRefused there is no `prisma/<service>`, so it is not known whether the database fits the code
 */
export function newestMigration(service: string): string | undefined {
  const folder = join(prismaFolder(service), service, 'migrations');
  if (!existsSync(folder)) return undefined;
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .at(-1);
}

/** The nearest one above this file: the workspace's, or an image's. */
function prismaFolder(service: string): string {
  for (
    let folder = dirname(fileURLToPath(import.meta.url));
    folder !== dirname(folder);
    folder = dirname(folder)
  ) {
    if (existsSync(join(folder, 'prisma', service))) return join(folder, 'prisma');
  }
  throw new DatabaseRefused(
    `no prisma/${service} lies beside the code, so it is not known which migrations it needs: ` +
      `copy prisma/${service} to where apps and libs are`,
  );
}
