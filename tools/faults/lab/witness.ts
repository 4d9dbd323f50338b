import pg from 'pg';
import type { ServiceDatabase } from '../laboratory.ts';

/** A row of an inbox that was written or changed, as its database saw it. */
export interface Witnessed {
  readonly service: string;
  /** Ascending in the order in which they happened. */
  readonly sequence: bigint;
  readonly consumer: string;
  readonly messageId: string;
  readonly outcome: string;
  readonly at: Date;
  /** The process whose session it was. */
  readonly process: string;
}

/**
 * Outside of the services' reach, and not theirs to clean: what the inboxes record is recorded again here, in the same
 * transactions, with its order. A message that takes effect twice, after its inbox row was lost, is here twice.
 */
const INSTALL = `
CREATE SCHEMA IF NOT EXISTS lab;
CREATE TABLE IF NOT EXISTS lab.witness (
  sequence bigserial PRIMARY KEY,
  consumer text NOT NULL,
  message_id text NOT NULL,
  outcome text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  process text NOT NULL
);
CREATE OR REPLACE FUNCTION lab.see() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  INSERT INTO lab.witness (consumer, message_id, outcome, process)
  VALUES (NEW.consumer, NEW.message_id, NEW.outcome, current_setting('application_name'));
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER lab_witness AFTER INSERT OR UPDATE OF outcome ON inbox
  FOR EACH ROW EXECUTE FUNCTION lab.see();`;

export async function installWitness({
  administratorUrl,
}: Pick<ServiceDatabase, 'administratorUrl'>): Promise<void> {
  const client = new pg.Client({ connectionString: administratorUrl });
  await client.connect();
  try {
    await client.query(INSTALL);
  } finally {
    await client.end();
  }
}

export async function readWitness(client: pg.Client, service: string): Promise<Witnessed[]> {
  const { rows } = await client.query<Omit<Witnessed, 'service' | 'sequence'> & { sequence: string }>(
    `SELECT sequence::text, consumer, message_id AS "messageId", outcome, at, process
     FROM lab.witness ORDER BY sequence`,
  );
  return rows.map((row) => ({ ...row, service, sequence: BigInt(row.sequence) }));
}
