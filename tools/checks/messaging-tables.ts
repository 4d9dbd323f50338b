import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

export const title = 'the messaging library’s tables are the same in every service';

/** A migration of the library's tables is named so: `<time>_messaging` or `<time>_messaging_<what>`. */
const MIGRATIONS = 'migrations/*_messaging*/migration.sql';

export function check(): string[] {
  const folders = globSync('prisma/*/messaging.prisma').map(dirname).sort();
  const [first, ...others] = folders;
  if (first === undefined) return ['no prisma/<service>/messaging.prisma at all'];
  const expected = filesOf(first);
  return others.flatMap((folder) => {
    const files = filesOf(folder);
    return [...new Set([...expected.keys(), ...files.keys()])]
      .filter((name) => files.get(name) !== expected.get(name))
      .map((name) => `${folder}/${name} differs from ${first}/${name}`);
  });
}

/** Contents by the name inside the service's folder. */
function filesOf(folder: string): Map<string, string> {
  const names = ['messaging.prisma', ...globSync(MIGRATIONS, { cwd: folder })].sort();
  return new Map(names.map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')]));
}
