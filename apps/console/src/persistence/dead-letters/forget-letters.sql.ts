/** `$1`: what was dead-lettered before this is gone from the stream. */
export const FORGET_EXPIRED = `DELETE FROM dead_letter WHERE dead_at < $1`;

/** The stream was recreated, so the same ids are other letters. */
export const FORGET_ALL = `
WITH positions AS (DELETE FROM dead_letter_index),
  jobs AS (
    UPDATE dead_letter_job SET finished_at = clock_timestamp(), waiting_for = NULL,
      cancelled_by = 'the console: the stream of dead letters was recreated'
    WHERE finished_at IS NULL)
DELETE FROM dead_letter
`;

/** `$1`: days for which the record of a finished job is kept. */
export const FORGET_JOBS = `
DELETE FROM dead_letter_job WHERE finished_at < clock_timestamp() - make_interval(days => $1)
`;
