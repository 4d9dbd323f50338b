import { withClient } from '@waybill/stack/parts';
import type pg from 'pg';
import type { ServiceDatabase } from '../laboratory.ts';

/** What a share of a database's writes fails with. */
export interface FailingWrites {
  readonly sqlState: string;
  readonly message: string;
  /** 0 to 1, of the rows written. */
  readonly share: number;
}

/**
 * A trigger on every table, which fails while a row says so. What Postgres itself raises at such a moment ends the
 * statement and the transaction in the same way; unlike the real thing it can be had at any time, for a chosen share, on
 * any machine. The triggers are there from the beginning, since making one needs a lock that waits for all transactions.
 */
const INSTALL = `
CREATE SCHEMA IF NOT EXISTS lab;
CREATE TABLE IF NOT EXISTS lab.failing_writes (sql_state text NOT NULL, message text NOT NULL, share float8 NOT NULL);
CREATE OR REPLACE FUNCTION lab.fail_write() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE fault lab.failing_writes;
BEGIN
  SELECT * INTO fault FROM lab.failing_writes LIMIT 1;
  IF FOUND AND random() < fault.share THEN
    RAISE EXCEPTION '%', fault.message USING ERRCODE = fault.sql_state;
  END IF;
  RETURN NEW;
END $$;
DO $$
DECLARE name regclass;
BEGIN
  FOR name IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER lab_fail_write BEFORE INSERT OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION lab.fail_write()', name);
  END LOOP;
END $$`;

export async function installFailingWrites({ administratorUrl }: ServiceDatabase): Promise<void> {
  await withClient(administratorUrl, (client) => client.query(INSTALL));
}

export async function failWrites(
  client: pg.Client,
  { sqlState, message, share }: FailingWrites,
): Promise<void> {
  await client.query('INSERT INTO lab.failing_writes (sql_state, message, share) VALUES ($1, $2, $3)', [
    sqlState,
    message,
    share,
  ]);
}

export async function healWrites(client: pg.Client): Promise<void> {
  await client.query('DELETE FROM lab.failing_writes');
}
