import { describe, expect, it } from '@jest/globals';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testPostgres } from '@waybill/testing';
import { serviceNames } from '../workspace.js';
import { findDrift } from './find-drift.js';
import { prismaFolder } from './migration-files.js';

describe('the migrations of each service', () => {
  it.each(serviceNames)('make exactly what the schema files of %s say', async (service) => {
    const { administratorUrl } = await testPostgres();
    const missing = await findDrift(administratorUrl, prismaFolder(service));
    if (missing !== undefined) {
      throw new Error(
        `nx g @waybill/nx:migration <name> --service=${service} writes what is missing:\n\n${missing}`,
      );
    }
  });

  it('are told apart from a schema that has one column more', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'waybill-drift-'));
    try {
      await cp(prismaFolder('order'), folder, { recursive: true });
      const file = join(folder, 'schema.prisma');
      const schema = await readFile(file, 'utf8');
      await writeFile(file, schema.replace('model Product {', 'model Product {\n  extra String?'));
      const { administratorUrl } = await testPostgres();
      expect(await findDrift(administratorUrl, folder)).toContain('ADD COLUMN     "extra" TEXT');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
