/**
 * The customer of what happened at a time, or null if they were erased later: also what is handled late, or again, is not
 * theirs any more. One probe of a small table.
 */
export function unlessErased(customer: string, at: string): string {
  return `(SELECT ${customer} WHERE NOT EXISTS (
    SELECT FROM erased_customer e WHERE e.customer_id = ${customer} AND ${at} <= e.erased_at))`;
}
