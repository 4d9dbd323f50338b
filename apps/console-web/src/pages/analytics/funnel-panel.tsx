import type { Funnel } from '@waybill/console-api';
import type { CSSProperties } from 'react';
import { Link } from 'wouter';
import { classNames, EmptyState, formatCount, Loaded, Panel } from '../../ui/index.ts';
import styles from './analytics.module.css';
import type { Period } from './period.ts';
import { useFunnel } from './queries.ts';

/** How far sessions get: from viewing a product to an order. */
export function FunnelPanel({ period }: { period: Period }) {
  const funnel = useFunnel(period);
  const { data } = funnel;
  return (
    <Panel
      title="Funnel"
      actions={data && data.sessions > 0 && <strong>{percent(data.conversion)} of sessions order</strong>}
    >
      <Loaded query={funnel} what="the funnel">
        {(found) =>
          found.sessions === 0 ? (
            <EmptyState
              title="Nobody browsed in this period"
              action={<Link href="/shop">Browse the shop</Link>}
            >
              Viewing products, searching and filling a cart make a session. Imported orders have none.
            </EmptyState>
          ) : (
            <Steps funnel={found} />
          )
        }
      </Loaded>
    </Panel>
  );
}

/** Each share is of all sessions: an order from an older cart comes without filling one in this session. */
function Steps({ funnel: { sessions, viewed, carted, ordered } }: { funnel: Funnel }) {
  const steps = { sessions, 'viewed a product': viewed, 'filled a cart': carted, ordered };
  return (
    <ol className={classNames(styles.bars, styles.funnel)}>
      {Object.entries(steps).map(([title, count]) => (
        <li key={title} style={{ '--share': count / sessions } as CSSProperties}>
          <span>{title}</span>
          <strong className="figures">{formatCount(count)}</strong>
          {title !== 'sessions' && (
            <span className={classNames('note', styles.barNote)}>
              {percent(count / sessions)} of sessions
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}

function percent(share: number): string {
  return `${(share * 100).toLocaleString('en-GB', { maximumFractionDigits: 1 })}\u00a0%`;
}
