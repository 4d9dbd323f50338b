import { postgresBinaries } from '@waybill/stack';
import { chmod, cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ImageFiles } from './bases.ts';

/** The embedded Postgres, with what deploy/compose.yaml uses of the official image: the same data folder, user and secret. */
export const postgresFiles: ImageFiles = {
  write: async (folder) => {
    const programs = dirname(dirname(postgresBinaries().postgres));
    await cp(programs, join(folder, 'usr/local/pgsql'), { recursive: true, verbatimSymlinks: true });
    const script = 'docker-entrypoint.sh';
    await cp(join(import.meta.dirname, script), join(folder, 'usr/local/bin', script));
    const ready = join(folder, 'usr/local/bin/pg_isready');
    await cp(join(import.meta.dirname, 'pg_isready.sh'), ready);
    await chmod(ready, 0o755);
  },
  instructions: `RUN useradd --system --uid 999 --no-create-home postgres
ENV PATH=/usr/local/pgsql/bin:/usr/local/bin:/usr/bin:/bin PGDATA=/var/lib/postgresql/18/docker
STOPSIGNAL SIGINT
ENTRYPOINT ["/bin/sh", "/usr/local/bin/docker-entrypoint.sh"]`,
};
