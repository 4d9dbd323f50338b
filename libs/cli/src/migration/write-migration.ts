import { findDrift, prismaFolder } from '@waybill/stack';
import { stopOwnServers, testPostgres } from '@waybill/testing';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/**
 * Compares schema and migrations on a temporary Postgres of its own, and writes what is missing.
 *
 * @param printOnly prints the SQL alone, nothing if nothing is missing
 *
 * @returns the exit status
 */
export async function writeMigration(service: string, name: string, printOnly = false): Promise<number> {
  const folder = prismaFolder(service as Parameters<typeof prismaFolder>[0]);
  if (!existsSync(join(folder, 'schema.prisma'))) {
    console.error(`there is no ${relative('.', join(folder, 'schema.prisma'))}: write it first`);
    return 1;
  }
  try {
    const { administratorUrl } = await testPostgres();
    const sql = await findDrift(administratorUrl, folder);
    if (printOnly) {
      process.stdout.write(sql ?? '');
      return 0;
    }
    if (sql === undefined) {
      console.log(`the migrations of ${service} are as its schema says: nothing to write`);
      return 0;
    }
    const file = join(folder, 'migrations', `${timestamp(new Date())}_${name}`, 'migration.sql');
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, sql);
    console.log(
      `${relative('.', file)}\n\n${sql.trim()}\n\nRead it before you commit it: \`npm start\` applies it.`,
    );
    return 0;
  } finally {
    await stopOwnServers();
  }
}

/** As Prisma names its migrations: `20261201093000`. */
export function timestamp(at: Date): string {
  return at.toISOString().replace(/\D/g, '').slice(0, 14);
}
