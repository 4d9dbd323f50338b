import type { MessagesAnswer } from '@waybill/console-api';
import { Link } from 'wouter';
import { Icon } from '../../ui/index.ts';
import styles from './messages.module.css';
import { verdictOf } from './words.ts';

/** Has everything arrived? In words, first of all. */
export function VerdictNotice({ answer, traceId }: { answer: MessagesAnswer; traceId?: string }) {
  const { tone, headline, reasons } = verdictOf(answer);
  return (
    <div className={styles.verdict} data-tone={tone} role="status">
      <Icon name={tone === 'good' ? 'check' : tone === 'warn' ? 'clock' : 'alert'} />
      <div>
        <p className={styles.headline}>{headline}</p>
        {reasons.length > 0 && (
          <ul className={styles.reasons}>
            {reasons.map((reason, index) => (
              <li key={index}>{reason}</li>
            ))}
          </ul>
        )}
      </div>
      {traceId && <Link href={`/traces/${traceId}`}>Open the trace</Link>}
    </div>
  );
}
