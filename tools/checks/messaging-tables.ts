import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

export const title = 'the messaging library’s tables are the same in every service';

/** The library's migrations are those that services share: a service's own stands in its folder alone. */
export function check(): string[] {
  const folders = globSync('prisma/*/messaging.prisma').map(dirname).sort();
  if (folders.length === 0) return ['no prisma/<service>/messaging.prisma at all'];
  const services = folders.map((folder) => ({ folder, files: filesOf(folder) }));
  const shared = [...new Set(services.flatMap(({ files }) => [...files.keys()]))].filter(
    (name) => services.filter(({ files }) => files.has(name)).length > 1,
  );
  return shared.flatMap((name) => {
    const [first, ...others] = services;
    const expected = first!.files.get(name);
    return others
      .filter(({ files }) => files.get(name) !== expected)
      .map(({ folder }) => `${folder}/${name} differs from ${first!.folder}/${name}`);
  });
}

/** Contents by the name inside the service's folder. */
function filesOf(folder: string): Map<string, string> {
  const names = ['messaging.prisma', ...globSync('migrations/*/migration.sql', { cwd: folder })];
  return new Map(names.map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')]));
}
