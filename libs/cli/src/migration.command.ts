import { UsageError } from './cli-error.js';
import type { AddCommand } from './command.js';

export const migration: AddCommand = (program, run) =>
  program
    .command('migration')
    .description('write the migration that takes a database to its service’s schema.prisma')
    .argument('<service>', 'as in prisma/<service>/schema.prisma')
    .argument('<name>', 'for example add_refunds')
    .option('--print', 'print the SQL, and write nothing')
    .action(async (service, name, { print = false }) => {
      if (!/^[a-z][a-z0-9_]*$/.test(name)) {
        throw new UsageError(
          `a migration is named in lower case with underscores, for example add_refunds, not "${name}"`,
        );
      }
      const { writeMigration } = await import('./migration/write-migration.js');
      run.exitCode = await writeMigration(service, name, print);
    });
