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
      {error ? (
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

function Steps({ funnel: { sessions, viewed, carted, ordered } }: { funnel: Funnel }) {
  const steps = [
    { title: 'sessions', count: sessions },
    { title: 'viewed a product', count: viewed },
    { title: 'filled a cart', count: carted },
    { title: 'ordered', count: ordered },
  ];
  return (
    <ol className={styles.funnel}>
      {steps.map(({ title, count }, index) => {
        const before = steps[index - 1];
        return (
          <li key={title} style={{ '--share': count / sessions } as CSSProperties}>
            <span className={styles.funnelTitle}>{title}</span>
            <strong className="figures">{formatCount(count)}</strong>
            <span className={styles.funnelNote}>
              {before ? `${percent(count / (before.count || 1))} of those before` : ''}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function percent(share: number): string {
  return share.toLocaleString('en-GB', { style: 'percent', maximumFractionDigits: 1 });
}
