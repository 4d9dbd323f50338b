// Generates one service's Prisma client from prisma/<service>. The CLI requires a schema engine even for this,
// which it would download; `generate` never runs it, so any executable file will do.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const service = process.argv[2];
const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');
const { status, stdout, stderr } = spawnSync(
  process.execPath,
  [cli, 'generate', '--config', 'prisma/prisma.config.ts'],
  {
    encoding: 'utf8',
    env: {
      ...process.env,
      SERVICE: service,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: '1',
    },
  },
);
if (status !== 0) {
  console.error(`prisma generate for ${service} failed:\n${stdout}${stderr}`);
  process.exit(1);
}
