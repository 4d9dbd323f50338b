/** Rows of a period from `$1` to `$2`, null if open. Written so that it can use an index range. */
export const IN_PERIOD = (column: string): string =>
  `${column} >= coalesce($1::timestamptz, '-infinity') AND ${column} < coalesce($2::timestamptz, 'infinity')`;
