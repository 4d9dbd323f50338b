import type { DeadLetterJobItem } from '@waybill/console-api';
import { Link } from 'wouter';
import { Badge, Button, Loaded, type Tone } from '../../ui/index.ts';
import styles from './dead-letters.module.css';
import { doneOf, jobInWords } from './job-words.ts';
import { useCancelJob, useJob } from './use-group-job.ts';

const TONES: Record<NonNullable<DeadLetterJobItem['outcome']>, Tone> = {
  replayed: 'good',
  discarded: 'good',
  'already-resolved': 'neutral',
  failed: 'bad',
};

/** Progress of a job, and the outcome of each letter. */
export function JobOutcome({ id }: { id: string }) {
  const query = useJob(id);
  const cancel = useCancelJob(id);
  return (
    <div className={styles.run}>
      <Loaded query={query} what="the job">
        {(job) => (
          <>
            {job.state === 'running' && (
              <div className="row">
                <progress value={doneOf(job)} max={job.total} aria-label="Letters resolved" />
                <Button size="small" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
                  Cancel
                </Button>
              </div>
            )}
            <p role="status">{jobInWords(job)}</p>
            <ul className={styles.outcomes}>
              {job.items
                .filter(({ outcome }) => outcome !== undefined)
                .map((item) => (
                  <Outcome key={item.letterId} item={item} />
                ))}
            </ul>
          </>
        )}
      </Loaded>
    </div>
  );
}

const addressOf = (id: string) => `/dead-letters/${encodeURIComponent(id)}`;

function Outcome({
  item: { letterId, outcome, detail, traceId, failedAgainAs },
}: {
  item: DeadLetterJobItem;
}) {
  return (
    <li className="row">
      <Link href={addressOf(letterId)}>{letterId}</Link>
      {outcome && <Badge tone={TONES[outcome]}>{outcome.replace('-', ' ')}</Badge>}
      {failedAgainAs !== undefined && (
        <span className="error">
          failed again: <Link href={addressOf(failedAgainAs)}>{failedAgainAs}</Link>
        </span>
      )}
      {traceId !== undefined && <Link href={`/traces/${traceId}`}>Follow the replay</Link>}
      {detail !== undefined && <span className="soft">{detail}</span>}
    </li>
  );
}
