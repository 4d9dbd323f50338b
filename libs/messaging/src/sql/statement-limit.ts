/**
 * An SQL expression: the database ends what follows in this transaction if one statement takes longer, so that a handler
 * that was given up holds no locks. A stricter setting of the session stays.
 *
 * @param parameter of a text such as `30000 ms`
 */
export function statementLimit(parameter: string): string {
  return `set_config('statement_timeout', (1000 * extract(epoch FROM
  least(nullif(current_setting('statement_timeout')::interval, interval '0'), ${parameter}::text::interval)))::bigint::text, true)`;
}
