import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const title = 'every service requires the newest of its migrations at start';

export function check(): string[] {
  return globSync('apps/*/package.json')
    .map((file) => file.split('/')[1]!)
    .filter((service) => existsSync(`prisma/${service}/migrations`))
    .sort()
    .flatMap((service) => migrationFault(service, declared(service), newest(service)) ?? []);
}

const fileOf = (service: string) => `apps/${service}/src/persistence/required-migration.ts`;

function declared(service: string): string | undefined {
  if (!existsSync(fileOf(service))) return undefined;
  return /REQUIRED_MIGRATION = '([^']+)'/.exec(readFileSync(fileOf(service), 'utf8'))?.[1];
}

function newest(service: string): string | undefined {
  return readdirSync(join('prisma', service, 'migrations'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .at(-1);
}

/** Otherwise a process would start on a database that lacks what its code needs. */
export function migrationFault(
  service: string,
  declared: string | undefined,
  newest: string | undefined,
): string | undefined {
  if (declared === newest) return undefined;
  return `${fileOf(service)} says ${declared ?? 'nothing'}: REQUIRED_MIGRATION must be '${newest}', the newest of prisma/${service}/migrations`;
}
