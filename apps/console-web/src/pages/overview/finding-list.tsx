import type { Finding, OverviewResponse } from '@waybill/console-api';
import { Link } from 'wouter';
import { Badge, formatPlural, Timestamp } from '../../ui/index.ts';
import styles from './overview.module.css';

interface Props {
  overview: OverviewResponse;
  /** The last request failed: nothing may be called well on the strength of an older response. */
  stale: boolean;
}

/** One sentence if all is well, otherwise what is wrong, the worst first. */
export function FindingList({ overview: { at, findings, services, normal }, stale }: Props) {
  if (findings.length === 0 && services.length === 0) return null;
  const looked = (
    <p className="note">
      Looked at <Timestamp at={at} />: {formatPlural(services.length, 'service')} heard from since the console
      started, streams, durables and outboxes now, all dead letters that the stream holds, rates over ten
      seconds.
    </p>
  );
  if (findings.length === 0) {
    return (
      <section
        aria-label="Findings"
        className={`sheet ${styles.calm}`}
        data-tone={stale ? 'neutral' : 'good'}
      >
        <p className={styles.sentence}>
          {stale ? 'When the console last responded, nothing was wrong.' : 'Nothing is wrong.'}
        </p>
        <p>
          Every service is up, every stream and durable is there, no row is older than {normal.outboxSeconds}{' '}
          s in an outbox, no consumer has more than {normal.backlogSeconds} s of work waiting, and no dead
          letter is open.
        </p>
        {looked}
      </section>
    );
  }
  return (
    <section aria-label="Findings" className="stack tight">
      <ul className={`sheet divided ${styles.findings}`}>
        {findings.map((finding) => (
          <FindingRow key={finding.id} finding={finding} />
        ))}
      </ul>
      {looked}
    </section>
  );
}

function FindingRow({ finding: { severity, sentence, since, atLeast, href, source } }: { finding: Finding }) {
  return (
    <li className={styles.finding} data-tone={severity}>
      <Badge tone={severity}>{severity === 'bad' ? 'wrong' : 'look at'}</Badge>
      <div>
        <Link href={href}>{sentence}</Link>
        <p className="note">
          {atLeast ? 'First seen' : 'Since'} <Timestamp at={since} /> (
          <Timestamp at={since} relative />
          ). Source: {source}.
        </p>
      </div>
    </li>
  );
}
