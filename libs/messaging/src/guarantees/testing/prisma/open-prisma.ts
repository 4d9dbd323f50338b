import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import type { SqlTransaction } from '../../../sql/sql-transaction.js';

/** What of a generated client the tests use. Its own types exist only once it is generated. */
export interface GeneratedClient {
  $transaction<T>(
    work: (tx: PrismaTransaction) => Promise<T>,
    options?: { maxWait: number; timeout: number },
  ): Promise<T>;
  $disconnect(): Promise<void>;
}

/** As Prisma's own `Prisma.TransactionClient`, cut down to this schema. */
export type PrismaTransaction = Extract<SqlTransaction, { $queryRawUnsafe: unknown }> & {
  effect: {
    create(row: { data: { eventId: string; key: string; n: number; replica: string } }): Promise<unknown>;
  };
};

/** Generates the client of the schema beside this file, about two seconds, and opens it on the pool. */
export async function openPrisma(pool: pg.Pool): Promise<GeneratedClient> {
  const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');
  const schema = fileURLToPath(new URL('./schema.prisma', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'generate', '--schema', schema], {
    encoding: 'utf8',
    // The CLI wants an engine even for this, and would download it; it never runs it.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
  });
  if (status !== 0) throw new Error(`prisma generate failed:\n${stdout}${stderr}`);
  const generated: string = './generated/client.js';
  const { PrismaClient } = (await import(generated)) as {
    PrismaClient: new (options: { adapter: PrismaPg }) => GeneratedClient;
  };
  return new PrismaClient({ adapter: new PrismaPg(pool) });
}
