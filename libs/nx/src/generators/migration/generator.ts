import { logger, type Tree } from '@nx/devkit';
import { requireServiceName } from '../existing-service.ts';
import { runWaybill } from '../generated-files.ts';
import { Refusal } from '../refusal.ts';

export interface MigrationOptions {
  /** `add_refunds` */
  readonly name: string;
  readonly service: string;
}

/**
 * Writes the migration from what a service's migrations make to what its schema says. The SQL is found by comparing both on
 * a Postgres of its own, and shown, also in a dry run.
 */
export async function migrationGenerator(tree: Tree, { name, service }: MigrationOptions): Promise<void> {
  requireServiceName(tree, 'service', service);
  if (!/^[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*$/.test(name)) {
    throw new Refusal('name', `"${name}" is not a migration's name`, 'Write it as in add_refunds.');
  }
  const sql = await runWaybill(tree.root, 'migration', service, name.replaceAll('-', '_'), '--print');
  if (sql.trim() === '') {
    throw new Refusal(
      'service',
      `the migrations of ${service} make what prisma/${service}/schema.prisma says`,
      'Change that file first.',
    );
  }
  const at = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  tree.write(`prisma/${service}/migrations/${at}_${name.replaceAll('-', '_')}/migration.sql`, sql);
  logger.info(`\n${sql.trim()}\n`);
}
