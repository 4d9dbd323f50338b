/** What a share of a database's writes fails with. */
export interface FailingWrites {
  readonly sqlState: string;
  readonly message: string;
  /** 0 to 1, of the rows written. */
  readonly share: number;
}

/**
 * A trigger on every table. What Postgres itself raises at such a moment ends the statement and the transaction in the same
 * way; unlike the real thing it can be had at any time, for a chosen share, on any machine.
 */
export const installFailingWrites = ({ sqlState, message, share }: FailingWrites): string => `
CREATE FUNCTION laboratory_fault() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF random() < ${share} THEN
    RAISE EXCEPTION '${message}' USING ERRCODE = '${sqlState}';
  END IF;
  RETURN NEW;
END $$;
DO $$
DECLARE name regclass;
BEGIN
  FOR name IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
    EXECUTE format('CREATE TRIGGER laboratory_fault BEFORE INSERT OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION laboratory_fault()', name);
  END LOOP;
END $$;
`;

export const REMOVE_FAILING_WRITES = 'DROP FUNCTION IF EXISTS laboratory_fault() CASCADE';
