import type { TraceDetail } from '@waybill/console-api';
import type { ReactNode } from 'react';
import { completeness, type Completeness } from '../../delivery/completeness.ts';
import { DeliveryWords } from '../../delivery/delivery-words.tsx';
import { Duration } from '../../ui/index.ts';
import styles from './trace-summary-strip.module.css';
import { criticalPathWords, traceTimes } from './trace-times.ts';

const WAITED: Readonly<Record<string, string>> = {
  outbox: 'In the outbox',
  broker: 'In the broker',
  'back-off': 'Backing off',
};

/** The form at the head of a waybill: how long, where it lay, and whether it has arrived. */
export function TraceSummaryStrip({ detail }: { detail: TraceDetail }) {
  const { totalMs, activeMs, waits } = traceTimes(detail);
  const delivery = completeness(detail);
  return (
    <dl className={styles.form}>
      <Box title="Delivery" state={delivery.state} wide>
        <span role="status" className={styles.delivery}>
          <DeliveryWords of={delivery} />
        </span>
      </Box>
      <Box title={totalTitle(detail, delivery)}>
        <Duration ms={totalMs} />
      </Box>
      <Box title="Working">
        <Duration ms={activeMs} />
      </Box>
      {waits.map(({ kind, ms }) => (
        <Box key={kind} title={WAITED[kind]!}>
          <Duration ms={ms} />
        </Box>
      ))}
      <Box title="Critical path" wide>
        {criticalPathWords(detail)}
      </Box>
    </dl>
  );
}

/** From where to where the whole goes: it ends with the last effect once nobody has anything left to do. */
function totalTitle({ rootService, messages }: TraceDetail, { state }: Completeness): string {
  if (messages.length === 0) return 'In all';
  if (state !== 'complete') return 'So far';
  return rootService === 'browser' ? 'Click to last effect' : 'Start to last effect';
}

function Box({
  title,
  state,
  wide = false,
  children,
}: {
  title: string;
  state?: Completeness['state'];
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={styles.box} data-state={state} data-wide={wide}>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}
