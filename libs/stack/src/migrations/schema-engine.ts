import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, dirname } from 'node:path';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import { MESSAGING_TABLES } from '@waybill/messaging/migrations';
import { StackError } from '../errors.js';
import { MigrationAdapter } from './migration-adapter.js';
import type { MigrationFiles } from './migration-files.js';

/** What the messaging library migrates itself: the engine leaves it alone. */
export const OWN_TABLES = {
  externalTables: [...Object.keys(MESSAGING_TABLES), 'messaging_migration'].map((table) => `public.${table}`),
  externalEnums: [],
};

type EngineModule = typeof import('@prisma/schema-engine-wasm') & { __wbg_set_wasm(exports: unknown): void };

/**
 * Prisma's own schema engine, the one behind `prisma migrate`, in its WebAssembly form: the same code as the binary,
 * without a download. The database is reached through the driver adapter that the services use.
 *
 * @param url a login that may do what is asked; the shadow database of a drift check needs CREATEDB
 */
export async function withSchemaEngine<T>(
  url: string,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const { SchemaEngine } = await loadEngine();
  const adapter = new MigrationAdapter(url);
  const engine = await SchemaEngine.new(
    { datamodels: undefined },
    () => undefined, // its log: what matters of it comes with the error
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
  try {
    return await work(engine);
  } finally {
    engine.free();
    await adapter.close();
  }
}

/** The shape in which the engine takes a folder of migrations. */
export function asMigrationList({ folder, migrations }: MigrationFiles): MigrationList {
  return {
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  };
}

/** The part of the global that is used here; its types are the browser library's, which the workspace leaves out. */
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: Readonly<Record<string, object>>,
  ): Promise<{ instance: { exports: Readonly<Record<string, unknown>> } }>;
};

let loaded: Promise<EngineModule> | undefined;

/**
 * The package's entry imports its .wasm file as a module, which not every runtime (Jest's, for one) can do; so the two
 * halves are put together here.
 */
function loadEngine(): Promise<EngineModule> {
  loaded ??= (async () => {
    reportPanics();
    const script = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
    const engine = (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as unknown as EngineModule;
    const { instance } = await WebAssembly.instantiate(
      await readFile(join(dirname(script), 'schema_engine_bg.wasm')),
      {
        './schema_engine_bg.js': { ...engine, ...unreferencedTimers(engine) },
      },
    );
    engine.__wbg_set_wasm(instance.exports);
    (instance.exports['__wbindgen_start'] as () => void)();
    return engine;
  })();
  return loaded;
}

/**
 * The engine sets a 10 s limit for its advisory lock and never clears it, which would hold the process that long after
 * all is done. Its timers must not count.
 */
function unreferencedTimers(
  engine: object,
): Record<string, (task: () => void, delay: number) => NodeJS.Timeout> {
  const names = Object.keys(engine).filter((name) => name.startsWith('__wbg_setTimeout_'));
  return Object.fromEntries(
    names.map((name) => [name, (task: () => void, delay: number) => setTimeout(task, delay >>> 0).unref()]),
  );
}

/** The registry that the engine's panic hook reports to. Prisma's client sets the same one; the first one set stays. */
function reportPanics(): void {
  const scope = globalThis as { PRISMA_WASM_PANIC_REGISTRY?: { set_message(message: string): void } };
  scope.PRISMA_WASM_PANIC_REGISTRY ??= {
    set_message(message) {
      throw new StackError('SCHEMA_ENGINE_PANIC', `Prisma's schema engine gave up: ${message}`);
    },
  };
}
