import { globSync, readFileSync } from 'node:fs';

export const title = 'Prisma leaves the messaging library’s tables alone';

/** `prisma migrate` would drop a table that neither the schema nor the configuration names. */
export function check(): string[] {
  const made = globSync('libs/messaging/migrations/*.sql').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/CREATE TABLE "(\w+)"/g)].map(([, table]) => table!),
  );
  const configuration = readFileSync('prisma/prisma.config.ts', 'utf8');
  return unnamedTables([...made, 'messaging_migration'], configuration);
}

export function unnamedTables(tables: readonly string[], configuration: string): string[] {
  return tables
    .filter((table) => !configuration.includes(`'${table}'`))
    .map((table) => `prisma/prisma.config.ts does not name ${table}: add it to tables.external`);
}
