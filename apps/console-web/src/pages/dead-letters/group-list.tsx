import type { DeadLetterGroup } from '@waybill/console-api';
import { useState } from 'react';
import { Link } from 'wouter';
import { Badge, classNames, ErrorNotice, formatPlural, Panel, Spark, Timestamp } from '../../ui/index.ts';
import styles from './dead-letters.module.css';
import { JobOutcome } from './job-outcome.tsx';
import { ResolveGroupButtons } from './resolve-buttons.tsx';
import { useStartJob } from './use-group-job.ts';

/** Open letters by consumer, event and error, each group to be resolved at once. */
export function GroupList({ groups }: { groups: readonly DeadLetterGroup[] }) {
  const [jobs, setJobs] = useState<ReadonlyMap<string, string>>(new Map());
  // One whose last letter was resolved stays, so that its outcomes can be read.
  const shown = useSteadyGroups(groups).filter(({ id, open }) => open > 0 || jobs.has(id));
  if (shown.length === 0) return null;
  return (
    <Panel title="Open letters, grouped by consumer, event and error" flush>
      <ul className="divided">
        {shown.map((group) => (
          <GroupRow
            key={group.id}
            group={group}
            job={jobs.get(group.id)}
            onStart={(job) => setJobs((before) => new Map(before).set(group.id, job))}
          />
        ))}
      </ul>
    </Panel>
  );
}

/** The groups in the order in which they were first seen, so that none moves under the pointer. */
function useSteadyGroups(groups: readonly DeadLetterGroup[]): DeadLetterGroup[] {
  const [seen, setSeen] = useState<ReadonlyMap<string, DeadLetterGroup>>(new Map());
  const current = new Map(groups.map((group) => [group.id, group]));
  if (groups.some((group) => seen.get(group.id) !== group)) setSeen(new Map([...seen, ...current]));
  return [...seen].map(([id, group]) => current.get(id) ?? { ...group, open: 0 });
}

interface RowProps {
  group: DeadLetterGroup;
  /** The one that was started here last. */
  job: string | undefined;
  onStart: (job: string) => void;
}

function GroupRow({ group, job, onStart }: RowProps) {
  const { id, consumer, type, error, open, failedAgain, firstAt, lastAt, perHour } = group;
  const start = useStartJob(id, (started) => onStart(started.id));
  return (
    <li>
      <div className={classNames('row facts', styles.groupHead)}>
        <span className={styles.count}>{open}</span>
        <div className={styles.groupWords}>
          <p>
            <b>{consumer}</b> gave up on <code>{type}</code>{' '}
            {failedAgain > 0 && <Badge tone="warn">{failedAgain} failed again after a replay</Badge>}
          </p>
          <p className="error">{error}</p>
          <p className="soft">
            first <Timestamp at={firstAt} relative />, last <Timestamp at={lastAt} relative />,{' '}
            <Link href={`/dead-letters?group=${id}`}>{formatPlural(open, 'open letter')}</Link>
          </p>
        </div>
        <Spark values={perHour} color="var(--bad)" label={`By hour, the last 24: ${perHour.join(', ')}`} />
        {open > 0 && <ResolveGroupButtons count={open} disabled={start.isPending} onResolve={start.mutate} />}
      </div>
      {start.error && <ErrorNotice error={start.error} />}
      {job !== undefined && <JobOutcome id={job} />}
    </li>
  );
}
