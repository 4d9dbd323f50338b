/**
 * Rows as one parameter for `jsonb_to_recordset($1::jsonb)`, so that a statement has the same text for one row and for
 * thousands. `jsonb` refuses NUL characters and lone surrogates, which JSON and JavaScript allow: both become U+FFFD.
 */
export function jsonRows(rows: readonly unknown[]): string {
  return JSON.stringify(rows, (_key, value: unknown) =>
    typeof value === 'string' ? storable(value) : value,
  );
}

/** The text as Postgres can store it. Use it for both sides of every comparison. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}
