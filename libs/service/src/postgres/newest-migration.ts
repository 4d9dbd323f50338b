import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DatabaseRefused } from './database-refused.js';

/**
 * The newest of `prisma/<service>/migrations`, for which the code beside it was written; undefined if the service has no
 * migrations.
 *
 * @throws DatabaseRefused there is no `prisma/<service>`, so it is unknown whether the database matches the code
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

/** The nearest `prisma` folder above this file: that of the workspace or of an image. */
function prismaFolder(service: string): string {
  for (
    let folder = dirname(fileURLToPath(import.meta.url));
    folder !== dirname(folder);
    folder = dirname(folder)
  ) {
    if (existsSync(join(folder, 'prisma', service))) return join(folder, 'prisma');
  }
  throw new DatabaseRefused(
    `prisma/${service} is missing, so it is unknown which migrations the code needs: ` +
      `copy prisma/${service} beside apps and libs`,
  );
}
