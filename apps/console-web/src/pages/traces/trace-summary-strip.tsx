import type { TraceDetail } from '@waybill/console-api';
import type { ReactNode } from 'react';
import { completeness, type Completeness } from '../../delivery/completeness.ts';
import { DELIVERY_TONES, DeliveryWords } from '../../delivery/delivery-words.tsx';
import { formatDuration, type Tone } from '../../ui/index.ts';
import styles from './trace-summary-strip.module.css';
import { criticalPathWords, traceTimes } from './trace-times.ts';

const WAITED = {
  due: 'Until due',
  outbox: 'In the outbox',
  broker: 'In the broker',
  'back-off': 'Backing off',
} as const;

/** The trace in short: whether its messages have arrived, and where the time went. */
export function TraceSummaryStrip({ detail }: { detail: TraceDetail }) {
  const { totalMs, activeMs, waits } = traceTimes(detail);
  const delivery = completeness(detail);
  return (
    <dl className={`sheet ${styles.strip}`}>
      <Box title="Delivery" tone={DELIVERY_TONES[delivery.state]} wide>
        <span role="status" className={styles.delivery}>
          <DeliveryWords of={delivery} />
        </span>
      </Box>
      <Box title={totalTitle(detail, delivery)}>{formatDuration(totalMs)}</Box>
      <Box title="Working">{formatDuration(activeMs)}</Box>
      {waits.map(({ kind, ms }) => (
        <Box key={kind} title={WAITED[kind]}>
          {formatDuration(ms)}
        </Box>
      ))}
      <Box title="Critical path" wide>
        {criticalPathWords(detail)}
      </Box>
    </dl>
  );
}

/** What the total time covers: it ends with the last effect once every consumer is done. */
function totalTitle({ rootService, messages }: TraceDetail, { state }: Completeness): string {
  if (messages.length === 0) return 'Total';
  if (state !== 'complete') return 'So far';
  return rootService === 'browser' ? 'Click to last effect' : 'Start to last effect';
}

interface BoxProps {
  title: string;
  tone?: Tone;
  wide?: boolean;
  children: ReactNode;
}

function Box({ title, tone, wide = false, children }: BoxProps) {
  return (
    <div className={styles.box} data-tone={tone} data-wide={wide}>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}
