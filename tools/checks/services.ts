import { messagingServices } from '@waybill/stack';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { z } from 'zod';

export const title = 'every service is registered: databases and ports, lint rules, package-lock.json';

/** What a new service needs outside its own folder, and what would silently omit it. */
export interface Workspace {
  /** Names of the apps that declare subscriptions, from their package.json. */
  apps: readonly string[];
  /** Those that the stack runs. */
  run: readonly string[];
  /** Those that have messaging tables. */
  tables: readonly string[];
  /** Those that `npm ci` links. */
  locked: readonly string[];
}

export function check(): string[] {
  const { packages } = Lock.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
  const apps = globSync('apps/*/package.json')
    .sort()
    .map((file) => Manifest.parse(JSON.parse(readFileSync(file, 'utf8'))))
    .filter((manifest) => './subscriptions' in manifest.exports)
    .map((manifest) => manifest.name.replace('@waybill/', ''));
  return serviceFaults({
    apps,
    run: messagingServices,
    tables: apps.filter((name) => existsSync(`prisma/${name}/schema.prisma`)),
    locked: apps.filter((name) => `apps/${name}` in packages),
  });
}

const Lock = z.object({ packages: z.record(z.string(), z.unknown()) });
const Manifest = z.object({ name: z.string(), exports: z.record(z.string(), z.unknown()).default({}) });

export function serviceFaults({ apps, run, tables, locked }: Workspace): string[] {
  return [
    ...apps.flatMap((name) => [
      ...(run.includes(name)
        ? []
        : [`apps/${name} never runs: add "${name}" to messagingServices in libs/stack/src/workspace.ts`]),
      ...(tables.includes(name)
        ? []
        : [`apps/${name} has no tables: prisma/${name}/schema.prisma is missing`]),
      ...(locked.includes(name) ? [] : [`apps/${name} is not in package-lock.json: run \`npm install\``]),
    ]),
    ...run
      .filter((name) => !apps.includes(name))
      .map(
        (name) =>
          `libs/stack/src/workspace.ts runs "${name}", but no apps/*/package.json exports its subscriptions`,
      ),
  ];
}
