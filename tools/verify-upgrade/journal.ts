import type pg from 'pg';

/** What was appended and what took effect, written in the transactions that did. */
export const MAKE_JOURNAL = `
CREATE TABLE appended (key text, n int, PRIMARY KEY (key, n));
CREATE TABLE effect (position bigserial PRIMARY KEY, event_id text, key text, n int, replica text)`;

/** Published rows of a week, for the migration to work on. */
export const FILL_OUTBOX = `
INSERT INTO outbox (message_id, subject, key, bucket, headers, payload, published_at)
SELECT gen_random_uuid(), 'upgrade.filling', i, i % 64, '{}', json_build_object('filling', repeat('x', 320)), now()
FROM generate_series(1, $1::int) AS i`;

export interface Verdict {
  readonly appended: number;
  readonly lost: number;
  readonly doubled: number;
  readonly reordered: number;
}

const VERDICT = `
SELECT (SELECT count(*) FROM appended)::int AS appended,
  (SELECT count(*) FROM appended LEFT JOIN effect USING (key, n) WHERE position IS NULL)::int AS lost,
  (SELECT count(*) - count(DISTINCT (key, n)) FROM effect)::int AS doubled,
  (SELECT count(*) FROM (
    SELECT n < lag(n) OVER (PARTITION BY key ORDER BY position) AS back FROM effect
  ) AS step WHERE back)::int AS reordered`;

export async function judge(pool: pg.Pool): Promise<Verdict> {
  return (await pool.query<Verdict>(VERDICT)).rows[0]!;
}
