import type { Funnel } from '@waybill/console-api';
import type { CSSProperties } from 'react';
import { Link } from 'wouter';
import { EmptyState, ErrorNotice, formatCount, Loading, Panel } from '../../ui/index.ts';
import styles from './analytics.module.css';
import type { Period } from './period.ts';
import { useFunnel } from './queries.ts';

/** How far sessions come: from a look to an order. */
export function FunnelPanel({ period }: { period: Period }) {
  const { data, error, refetch } = useFunnel(period);
  return (
    <Panel
      title="Funnel"
      actions={data && data.sessions > 0 && <strong>{percent(data.conversion)} of sessions order</strong>}
    >
      {error && !data ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Loading what="the funnel" />
      ) : data.sessions === 0 ? (
        <EmptyState title="Nobody browsed in this period" action={<Link href="/shop">Go browsing</Link>}>
          Looking at products, searching and filling a cart makes a session. Imported orders have none.
        </EmptyState>
      ) : (
        <Steps funnel={data} />
      )}
    </Panel>
  );
}

/** Each share is of all sessions: a shopper who orders from a kept cart has not filled one in this session. */
function Steps({ funnel: { sessions, viewed, carted, ordered } }: { funnel: Funnel }) {
  const steps = [
    { title: 'viewed a product', count: viewed },
    { title: 'filled a cart', count: carted },
    { title: 'ordered', count: ordered },
  ];
  return (
    <ol className={styles.funnel}>
      <Step title="sessions" count={sessions} share={1} />
      {steps.map(({ title, count }) => (
        <Step
          key={title}
          title={title}
          count={count}
          share={count / sessions}
          note={`${percent(count / sessions)} of sessions`}
        />
      ))}
    </ol>
  );
}

function Step({ title, count, share, note }: { title: string; count: number; share: number; note?: string }) {
  return (
    <li style={{ '--share': share } as CSSProperties}>
      <span className={styles.funnelTitle}>{title}</span>
      <strong className="figures">{formatCount(count)}</strong>
      {note && <span className={styles.funnelNote}>{note}</span>}
    </li>
  );
}

function percent(share: number): string {
  return `${(share * 100).toLocaleString('en-GB', { maximumFractionDigits: 1 })}\u00a0%`;
}
