/**
 * A job that is due. Its row stays locked for as long as the transaction: that is the lease. A runner that is killed
 * loses it with its session, and nothing else has to find out.
 */
export const CLAIM_JOB = `
SELECT id, action, reason, by, rate FROM dead_letter_job
WHERE finished_at IS NULL AND next_at <= clock_timestamp()
ORDER BY next_at LIMIT 1
FOR UPDATE SKIP LOCKED
`;

/** `$1`: the job, `$2`: at most so many. Oldest letters first. */
export const DUE_ITEMS = `
SELECT letter_id AS "letterId" FROM dead_letter_job_item
WHERE job_id = $1 AND outcome IS NULL ORDER BY ordinal LIMIT $2
`;

/** `$1`: the job, `$2`: a JSON array of outcomes. */
export const RECORD_OUTCOMES = `
UPDATE dead_letter_job_item item
SET outcome = done.outcome, detail = done.detail, trace_id = done."traceId", at = clock_timestamp()
FROM json_to_recordset($2::json) AS done("letterId" text, outcome text, detail text, "traceId" text)
WHERE item.job_id = $1 AND item.letter_id = done."letterId"
`;

/** `$1`: the job, `$2`: seconds until it may go on, from when this turn began, `$3`: why it waits, or null. */
export const END_TURN = `
UPDATE dead_letter_job
SET waiting_for = $3,
  next_at = now() + make_interval(secs => $2),
  finished_at = CASE WHEN NOT EXISTS (
    SELECT FROM dead_letter_job_item WHERE job_id = $1 AND outcome IS NULL) THEN clock_timestamp() END
WHERE id = $1
`;
