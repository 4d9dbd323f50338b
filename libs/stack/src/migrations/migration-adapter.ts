import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';

/**
 * The driver adapter of the services, as migrations need it. Four differences to `PrismaPg` itself, which (7.10)
 * - splits a script at every semicolon, those in comments, strings and function bodies included, and runs the pieces
 *   one by one; here a script goes to Postgres whole, in one implicit transaction, as `prisma migrate` sends it;
 * - drops the shadow database before its own connections to it are closed;
 * - does not know Postgres's internal type "char", which the engine reads from the catalogue; here it is a character;
 * - leaves its connections to the pool's idle timeout; here `close()` ends them.
 */
export class MigrationAdapter implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = 'postgres';
  readonly adapterName = '@prisma/adapter-pg';
  readonly #url: string;
  readonly #open = new Set<SqlDriverAdapter>();

  constructor(url: string) {
    this.#url = url;
  }

  connect(): Promise<SqlDriverAdapter> {
    return this.#connectTo(this.#url, () => Promise.resolve());
  }

  async connectToShadowDb(): Promise<SqlDriverAdapter> {
    const database = `prisma_migrate_shadow_db_${randomUUID()}`;
    await this.#run(`CREATE DATABASE "${database}"`);
    const url = new URL(this.#url);
    url.pathname = `/${database}`;
    return this.#connectTo(url.href, () => this.#run(`DROP DATABASE "${database}"`));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open].map((adapter) => adapter.dispose()));
  }

  async #connectTo(url: string, afterwards: () => Promise<void>): Promise<SqlDriverAdapter> {
    const pool = new CatalogPool({ connectionString: url, max: 2 });
    const adapter: SqlDriverAdapter = await new PrismaPg(pool).connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      for (const index of pool.charColumns.get(result.rows) ?? [])
        result.columnTypes[index] = ColumnTypeEnum.Character;
      return result;
    };
    adapter.executeScript = async (script) => {
      await adapter.executeRaw({ sql: script, args: [], argTypes: [] });
    };
    adapter.dispose = async () => {
      if (!this.#open.delete(adapter)) return;
      await pool.end();
      await afterwards();
    };
    this.#open.add(adapter);
    return adapter;
  }

  async #run(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.#url });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }
}

const CHAR = 18;
const NAME = 19;

/** Shows "char" columns as names, which PrismaPg takes as text, and remembers which they were, by the result's rows. */
class CatalogPool extends pg.Pool {
  readonly charColumns = new WeakMap<object, number[]>();

  // The one form of the many in which PrismaPg calls it.
  override query = (async (query: pg.QueryArrayConfig, values?: unknown[]) => {
    const result = await super.query(query, values);
    const columns = (result.fields ?? []).flatMap((field, index) =>
      field.dataTypeID === CHAR ? [index] : [],
    );
    for (const index of columns) result.fields[index]!.dataTypeID = NAME;
    if (columns.length > 0) this.charColumns.set(result.rows, columns);
    return result;
  }) as pg.Pool['query'];
}
