import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

export const title = 'the messaging library’s tables are the same in every service';

/** A migration that several services have is the library's; a service's own is in its folder only. */
export function check(): string[] {
  const folders = globSync('prisma/*/messaging.prisma').map(dirname).sort();
  if (folders.length === 0) return ['there is no prisma/<service>/messaging.prisma'];
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

/** File contents by path inside the service's folder. */
function filesOf(folder: string): Map<string, string> {
  const names = ['messaging.prisma', ...globSync('migrations/*/migration.sql', { cwd: folder })];
  return new Map(names.map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')]));
}
