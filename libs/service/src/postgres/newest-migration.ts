import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

/**
 * The nearest `prisma` folder above the program, or above the working directory: that of the workspace, of an image, or of a
 * package that is a service.
 */
function prismaFolder(service: string): string {
  const program = process.argv[1] === undefined ? [] : [dirname(process.argv[1])];
  for (const start of [...program, process.cwd()]) {
    for (let folder = start; ; folder = dirname(folder)) {
      if (existsSync(join(folder, 'prisma', service))) return join(folder, 'prisma');
      if (folder === dirname(folder)) break;
    }
  }
  throw new DatabaseRefused(
    `prisma/${service} is missing, so it is unknown which migrations the code needs: ` +
      `copy prisma/${service} beside apps and libs`,
  );
}
