import { describe, expect, it } from '@jest/globals';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testPostgres } from '../testing/index.js';
import { messagingServices, serviceNames } from '../workspace.js';
import { findDrift } from './find-drift.js';
import { prismaFolder, readMigrations } from './migration-files.js';

describe('the migrations of each service', () => {
  it.each(serviceNames)('make exactly what the schema files of %s say', async (service) => {
    const { administratorUrl } = await testPostgres();
    expect(await findDrift(administratorUrl, prismaFolder(service))).toBeUndefined();
  });

  it('are told apart from a schema that has one column more', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'waybill-drift-'));
    try {
      await cp(prismaFolder('order'), folder, { recursive: true });
      const file = join(folder, 'messaging.prisma');
      const schema = await readFile(file, 'utf8');
      await writeFile(file, schema.replace('model InboxMessage {', 'model InboxMessage {\n  extra String?'));
      const { administratorUrl } = await testPostgres();
      expect(await findDrift(administratorUrl, folder)).toContain('ADD COLUMN     "extra" TEXT');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe("the messaging library's part", () => {
  it('is the same in the schema and in the migrations of every service that sends or handles messages', async () => {
    const parts = await Promise.all(
      messagingServices.map(async (service) => {
        const { migrations } = await readMigrations(prismaFolder(service));
        return {
          schema: await readFile(join(prismaFolder(service), 'messaging.prisma'), 'utf8'),
          migrations: migrations.filter(({ name }) => !name.endsWith(`_${service}`)),
        };
      }),
    );
    expect(parts[0]!.migrations).not.toHaveLength(0);
    for (const part of parts) expect(part).toEqual(parts[0]);
  });
});
