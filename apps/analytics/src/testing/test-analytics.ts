import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { Database } from '../persistence/database.js';
import { PgFigures } from '../persistence/pg-figures.js';
import { PgFunnelProjection } from '../persistence/pg-funnel-projection.js';
import { PgSalesProjection } from '../persistence/pg-sales-projection.js';

async function createTestDatabase(service: string): Promise<{ url: string; drop(): Promise<void> }> {
  const base = process.env['TEST_PG']!;
  const name = `analytics_t_${process.pid}_${Math.random().toString(36).slice(2, 8)}`;
  const run = async (db: string, sql: string) => {
    const c = new pg.Client({ connectionString: `${base}/${db}` });
    await c.connect();
    await c.query(sql);
    await c.end();
  };
  await run('postgres', `create database ${name}`);
  const dir = `prisma/${service}/migrations`;
  for (const m of readdirSync(dir).sort())
    if (!m.endsWith('.toml')) await run(name, readFileSync(`${dir}/${m}/migration.sql`, 'utf8'));
  return { url: `${base}/${name}`, drop: () => run('postgres', `drop database ${name} with (force)`) };
}

/** The service's persistence on a database of its own. */
export async function testAnalytics() {
  const { url, drop } = await createTestDatabase('analytics');
  const database = await Database.open(url, 4);
  return {
    url,
    database,
    figures: new PgFigures(database),
    sales: new PgSalesProjection(),
    funnel: new PgFunnelProjection(),
    async close(): Promise<void> {
      await database.onApplicationShutdown();
      await drop();
    },
  };
}

export type TestAnalytics = Awaited<ReturnType<typeof testAnalytics>>;
