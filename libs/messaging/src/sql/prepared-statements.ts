const names = new Map<string, string>();

/**
 * Declares a statement that is worth preparing: run for every message, and its planning costs more than its execution. A
 * pool that may prepare statements finds the name by the text; any other sends the text each time.
 *
 * Only for statements of which one plan suits all parameters.
 */
export function prepared(name: string, sql: string): string {
  names.set(sql, `waybill_${name}`);
  return sql;
}

/** Under which name a session may prepare this statement, if it should. */
export function preparedNameOf(sql: string): string | undefined {
  return names.get(sql);
}
