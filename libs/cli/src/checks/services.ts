import { databaseServices, serviceNames } from '@waybill/stack';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { z } from 'zod';

export const title = 'every service declares its port, has its schema, and is in package-lock.json';

/** What a new service needs, and what nothing else reports as missing. */
export interface Workspace {
  /** Names of the apps that are started by a `main.ts`. */
  apps: readonly string[];
  /** Those that the stack runs: their package.json declares a port. */
  run: readonly string[];
  /** Those that have the schema of their tables, or need none. */
  tables: readonly string[];
  /** Those that `npm ci` links. */
  locked: readonly string[];
}

export function check(): string[] {
  const { packages } = Lock.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
  const apps = globSync('apps/*/src/main.ts').map((file) => basename(dirname(dirname(file))));
  return incompleteServices({
    apps: apps.sort(),
    run: serviceNames,
    tables: apps.filter((name) => needsNone(name) || existsSync(`prisma/${name}/schema.prisma`)),
    locked: apps.filter((name) => `apps/${name}` in packages),
  });
}

const needsNone = (name: string) => serviceNames.includes(name) && !databaseServices.includes(name);

const Lock = z.object({ packages: z.record(z.string(), z.unknown()) });

export function incompleteServices({ apps, run, tables, locked }: Workspace): string[] {
  return apps.flatMap((name) => [
    ...(run.includes(name)
      ? []
      : [`apps/${name} never runs: add "waybill": { "port": <3000 to 3009> } to its package.json`]),
    ...(tables.includes(name)
      ? []
      : [
          `apps/${name} has no schema: write prisma/${name}/schema.prisma, or "database": false beside its port`,
        ]),
    ...(locked.includes(name) ? [] : [`apps/${name} is not in package-lock.json: run \`npm install\``]),
  ]);
}
