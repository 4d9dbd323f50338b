import { globSync, readFileSync } from 'node:fs';

export const title = 'Prisma leaves the messaging library’s tables alone';

<<<<<<< HEAD
/** `prisma migrate` would drop a table that neither the schema nor the configuration names. */
export function check(): string[] {
  const made = globSync('libs/messaging/migrations/*.sql').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/CREATE TABLE "(\w+)"/g)].map(([, table]) => table!),
=======
/** A migration that several services have is the library's; a service's own is in its folder only. */
export function check(): string[] {
  const folders = globSync('prisma/*/messaging.prisma').map(dirname).sort();
  if (folders.length === 0) return ['there is no prisma/<service>/messaging.prisma'];
  const services = folders.map((folder) => ({ folder, files: filesOf(folder) }));
  const shared = [...new Set(services.flatMap(({ files }) => [...files.keys()]))].filter(
    (name) => services.filter(({ files }) => files.has(name)).length > 1,
>>>>>>> wt/W
  );
  const configuration = readFileSync('prisma/prisma.config.ts', 'utf8');
  return unnamedTables([...made, 'messaging_migration'], configuration);
}

<<<<<<< HEAD
export function unnamedTables(tables: readonly string[], configuration: string): string[] {
  return tables
    .filter((table) => !configuration.includes(`'${table}'`))
    .map((table) => `prisma/prisma.config.ts does not name ${table}: add it to tables.external`);
=======
/** File contents by path inside the service's folder. */
function filesOf(folder: string): Map<string, string> {
  const names = ['messaging.prisma', ...globSync('migrations/*/migration.sql', { cwd: folder })];
  return new Map(names.map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')]));
>>>>>>> wt/W
}
