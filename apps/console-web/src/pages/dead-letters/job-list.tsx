import type { DeadLetterJobsResponse } from '@waybill/console-api';
import { useState } from 'react';
import { useJson } from '../../api/use-json.ts';
import { Button, Panel, Timestamp } from '../../ui/index.ts';
import styles from './dead-letters.module.css';
import { JobOutcome } from './job-outcome.tsx';
import { jobInWords } from './job-words.ts';

/** Jobs of anybody, on this page or elsewhere. */
export function JobList() {
  const { data } = useJson<DeadLetterJobsResponse>(['dead-letters', 'jobs'], '/api/dead-letters/jobs');
  const [shown, setShown] = useState<string>();
  if (!data || data.jobs.length === 0) return null;
  return (
    <Panel title="Jobs, newest first" flush>
      <ul className="divided">
        {data.jobs.slice(0, 10).map((job) => (
          <li key={job.id}>
            <div className={`row facts ${styles.groupHead}`}>
              <div className={styles.groupWords}>
                <p>
                  {job.action === 'replay' ? 'Replay' : 'Discard'} for <b>{job.consumer}</b>,{' '}
                  <code>{job.type}</code>
                  {job.by !== undefined && `, by ${job.by}`} <Timestamp at={job.createdAt} relative />
                </p>
                <p className="soft">{jobInWords(job)}</p>
              </div>
              <Button
                size="small"
                aria-expanded={shown === job.id}
                onClick={() => setShown(shown === job.id ? undefined : job.id)}
              >
                {shown === job.id ? 'Hide letters' : 'Show letters'}
              </Button>
            </div>
            {shown === job.id && <JobOutcome id={job.id} />}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
