/** Rows of a period: `$1` and `$2` are its ends, null where open. Written so that an index range serves it. */
export const IN_PERIOD = (column: string): string =>
  `${column} >= coalesce($1::timestamptz, '-infinity') AND ${column} < coalesce($2::timestamptz, 'infinity')`;
