import { globSync, readFileSync } from 'node:fs';

export const title = 'the messaging library’s tables are the same in every service';

const SHARED = ['messaging.prisma', 'migrations/20261122000000_messaging/migration.sql'];

export function check(): string[] {
  const faults: string[] = [];
  for (const name of SHARED) {
    const files = globSync(`prisma/*/${name}`).sort();
    const [first, ...others] = files.map((file) => readFileSync(file, 'utf8'));
    others.forEach((content, i) => {
      if (content !== first) faults.push(`${files[i + 1]} differs from ${files[0]}`);
    });
    if (files.length === 0) faults.push(`no prisma/<service>/${name} at all`);
  }
  return faults;
}
