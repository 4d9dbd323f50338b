import { execute, type SqlTransaction } from '../sql/sql-transaction.js';

/** What is `dead` stays so: its letter is open, and it had no effect. */
const STATEMENTS = [
  `DELETE FROM inbox WHERE consumer IN (SELECT json_array_elements_text($1::json)) AND outcome <> 'dead'`,
  `DELETE FROM inbox_failure WHERE consumer IN (SELECT json_array_elements_text($1::json))`,
  `DELETE FROM inbox_horizon WHERE consumer IN (SELECT json_array_elements_text($1::json))`,
];

/** Makes the database forget what a consumer handled, under all of its names. */
export async function forgetHistory(tx: SqlTransaction, names: readonly string[]): Promise<void> {
  for (const statement of STATEMENTS) await execute(tx, statement, [JSON.stringify(names)]);
}
