import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serviceOf, type ServiceName } from '../workspace.js';

/** A service's Prisma folder, read from disk. */
export interface MigrationFiles {
  /** `prisma/<service>/migrations` */
  readonly folder: string;
  /** In the order in which they are applied. */
  readonly migrations: readonly Migration[];
}

export interface Migration {
  /** The folder's name: `20261122000001_order`. */
  readonly name: string;
  readonly sql: string;
}

export interface SchemaFile {
  readonly path: string;
  readonly content: string;
}

export function prismaFolder(service: ServiceName): string {
  return serviceOf(service).prisma;
}

export async function readMigrations(prismaFolder: string): Promise<MigrationFiles> {
  const folder = join(prismaFolder, 'migrations');
  const entries = existsSync(folder) ? await readdir(folder, { withFileTypes: true }) : [];
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const migrations = await Promise.all(
    names
      .sort()
      .map(async (name) => ({ name, sql: await readFile(join(folder, name, 'migration.sql'), 'utf8') })),
  );
  return { folder, migrations };
}

export async function readSchema(prismaFolder: string): Promise<SchemaFile[]> {
  const names = (await readdir(prismaFolder)).filter((name) => name.endsWith('.prisma')).sort();
  return Promise.all(
    names.map(async (name) => {
      const path = join(prismaFolder, name);
      return { path, content: await readFile(path, 'utf8') };
    }),
  );
}

/** What Prisma writes into `_prisma_migrations.checksum`. */
export function checksum({ sql }: Migration): string {
  return createHash('sha256').update(sql).digest('hex');
}

/** One value for many migrations: changes when any of them does. */
export function checksumOfAll(migrations: readonly Migration[]): string {
  const hash = createHash('sha256');
  for (const migration of migrations) hash.update(`${migration.name}\0${checksum(migration)}\0`);
  return hash.digest('hex');
}
