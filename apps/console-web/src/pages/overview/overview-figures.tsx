import type { OverviewResponse } from '@waybill/console-api';
import { Link } from 'wouter';
import { Figures, formatCount, formatDuration, Panel } from '../../ui/index.ts';
import styles from './overview.module.css';

/** The three figures that show trouble before it is a finding, with what is normal for each. */
export function OverviewFigures({ overview: { figures, normal } }: { overview: OverviewResponse }) {
  const { openDeadLetters: open, oldestInOutbox: oldest, largestBacklog: backlog } = figures;
  const late = oldest !== null && oldest.seconds > normal.outboxSeconds;
  const long = backlog !== null && backlog.workSeconds > normal.backlogSeconds;
  return (
    <Panel title="Figures">
      <div className={styles.figures}>
        <div>
          <Figures
            items={[
              {
                name: 'open dead letters',
                value: open === null ? 'not known' : formatCount(open),
                tone: open === 0 ? undefined : 'bad',
              },
            ]}
          />
          <p className="note">
            Normal is none. <Link href="/dead-letters">Dead letters</Link>
          </p>
        </div>
        <div>
          <Figures
            items={[
              {
                name: 'oldest in an outbox',
                value: oldest === null ? 'none waits' : formatDuration(oldest.seconds * 1_000),
                tone: late ? 'bad' : undefined,
              },
            ]}
          />
          <p className="note">
            {oldest && `Of ${oldest.service}. `}Normal is at most {normal.outboxSeconds} s.{' '}
            <Link href="/streams">Outboxes</Link>
          </p>
        </div>
        <div>
          <Figures
            items={[
              {
                name: 'largest backlog',
                value: backlog === null ? 'none' : `${formatDuration(backlog.workSeconds * 1_000)} of work`,
                tone: long ? 'warn' : undefined,
              },
            ]}
          />
          <p className="note">
            {backlog && `${formatCount(backlog.pending)} for consumer ${backlog.consumer}. `}Normal is what a
            consumer handles in {normal.backlogSeconds} s at the rate of its last runs.{' '}
            <Link href="/streams">Consumers</Link>
          </p>
        </div>
      </div>
    </Panel>
  );
}
