import type pg from 'pg';

export interface Reading {
  'outbox, MB': number;
  'its indexes, MB': number;
  'inbox, MB': number;
  'its indexes, MB ': number;
  'dead rows': number;
  'blocks read by a round with nothing to do': number;
}

const SIZES = `
SELECT pg_table_size(relid)::float8 / 1e6 AS rows, pg_indexes_size(relid)::float8 / 1e6 AS indexes, n_dead_tup::int AS dead
FROM pg_stat_user_tables WHERE relname = $1`;

const BLOCKS = `
SELECT sum(heap_blks_hit + heap_blks_read + idx_blks_hit + idx_blks_read)::int AS blocks
FROM pg_statio_user_tables WHERE relname IN ('outbox', 'inbox')`;

/** @param idleRound a clean-up that finds nothing, in `session` */
export async function read(session: pg.PoolClient, idleRound: () => Promise<unknown>): Promise<Reading> {
  const sizes = async (table: string) =>
    (await session.query<{ rows: number; indexes: number; dead: number }>(SIZES, [table])).rows[0]!;
  const before = await blocks(session);
  await idleRound();
  const read = (await blocks(session)) - before;
  const [outbox, inbox] = [await sizes('outbox'), await sizes('inbox')];
  return {
    'outbox, MB': tenths(outbox.rows),
    'its indexes, MB': tenths(outbox.indexes),
    'inbox, MB': tenths(inbox.rows),
    'its indexes, MB ': tenths(inbox.indexes),
    'dead rows': outbox.dead + inbox.dead,
    'blocks read by a round with nothing to do': read,
  };
}

/** Read by this session and others, whose figures arrive late: nothing else runs. */
async function blocks(session: pg.PoolClient): Promise<number> {
  await session.query('SELECT pg_stat_force_next_flush()');
  return (await session.query<{ blocks: number }>(BLOCKS)).rows[0]!.blocks;
}

const tenths = (number: number) => Math.round(number * 10) / 10;
