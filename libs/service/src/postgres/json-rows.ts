/**
 * Rows as one parameter for `jsonb_to_recordset($1::jsonb)`: a statement has the same text whether it takes
 * one row or thousands. `jsonb` refuses two things that JSON and JavaScript allow, NUL characters and lone
 * surrogates; both become U+FFFD here.
 */
export function jsonRows(rows: readonly unknown[]): string {
  return JSON.stringify(rows, (_key, value: unknown) =>
    typeof value === 'string' ? storable(value) : value,
  );
}

/** The text as Postgres can hold it. Both sides of every comparison go through here. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}
