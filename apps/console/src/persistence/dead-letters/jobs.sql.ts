/**
 * `$1`: id, `$2`: action, `$3`: group, `$4`: reason, `$5`: by, `$6`: rate. The open letters of the group, as they are now, become
 * the job's; no row if there is none.
 */
export const INSERT_JOB = `
WITH letters AS (
  SELECT letter_id, ordinal, consumer, type, error FROM dead_letter WHERE group_id = $3 AND state = 'open'
), job AS (
  INSERT INTO dead_letter_job (id, action, group_id, consumer, type, error, reason, by, rate)
  SELECT $1, $2, $3, consumer, type, error, $4, $5, $6 FROM letters LIMIT 1
  RETURNING id
)
INSERT INTO dead_letter_job_item (job_id, letter_id, ordinal)
SELECT job.id, letter_id, ordinal FROM letters, job
`;

const JOB = `
SELECT job.id, action, group_id AS "group", consumer, type, error, reason, by, rate, created_at AS "createdAt",
  finished_at AS "finishedAt", cancelled_by AS "cancelledBy", waiting_for AS "waitingFor", counts.*
FROM dead_letter_job job, LATERAL (
  SELECT count(*)::int AS total,
    count(*) FILTER (WHERE outcome = 'replayed')::int AS replayed,
    count(*) FILTER (WHERE outcome = 'discarded')::int AS discarded,
    count(*) FILTER (WHERE outcome = 'already-resolved')::int AS "alreadyResolved",
    count(*) FILTER (WHERE outcome = 'failed')::int AS failed,
    count(*) FILTER (WHERE outcome = 'replayed' AND EXISTS (
      SELECT FROM dead_letter again WHERE again.replay_of = item.letter_id))::int AS "failedAgain"
  FROM dead_letter_job_item item WHERE job_id = job.id
) counts
`;

/** The newest first. */
export const SELECT_JOBS = `${JOB} ORDER BY created_at DESC LIMIT 50`;

/** `$1`: id */
export const SELECT_JOB = `${JOB} WHERE job.id = $1`;

/** `$1`: the job. What needs attention first, then the latest. */
export const SELECT_ITEMS = `
SELECT item.letter_id AS "letterId", outcome, detail, item.trace_id AS "traceId", at, again.letter_id AS "failedAgainAs"
FROM dead_letter_job_item item
LEFT JOIN dead_letter again ON again.replay_of = item.letter_id AND item.outcome = 'replayed'
WHERE job_id = $1
ORDER BY outcome = 'failed' DESC NULLS LAST, again.letter_id IS NOT NULL DESC,
  outcome = 'already-resolved' DESC NULLS LAST, at DESC NULLS LAST, item.ordinal
LIMIT 200
`;

/** `$1`: id, `$2`: by whom. What is not done by then stays open. */
export const CANCEL_JOB = `
UPDATE dead_letter_job SET finished_at = clock_timestamp(), cancelled_by = $2, waiting_for = NULL
WHERE id = $1 AND finished_at IS NULL
`;
