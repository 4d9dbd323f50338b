import type { MessagesAnswer } from '@waybill/console-api';
import { Link } from 'wouter';
import { completeness, type Completeness } from '../../delivery/completeness.ts';
import { DeliveryWords } from '../../delivery/delivery-words.tsx';
import { formatPlural } from '../../ui/index.ts';
import styles from './messages.module.css';
import { besidesOf } from './words.ts';

const TONES: Readonly<Record<Completeness['state'], 'good' | 'warn' | 'bad'>> = {
  complete: 'good',
  pending: 'warn',
  'dead-lettered': 'bad',
  lost: 'bad',
  unknown: 'warn',
  'no-messages': 'good',
};

/** Has everything arrived? In words, first of all. */
export function VerdictNotice({ answer, traceId }: { answer: MessagesAnswer; traceId?: string }) {
  const delivery = completeness({ messages: answer.items, complete: answer.complete });
  const besides = besidesOf(answer);
  return (
    <div className={styles.verdict} data-tone={TONES[delivery.state]}>
      <div role="status">
        <p className={styles.headline}>
          <DeliveryWords of={delivery} />
        </p>
        {besides.length > 0 && (
          <ul className={styles.reasons}>
            {besides.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        )}
      </div>
      <span>{formatPlural(answer.items.length, 'message')}</span>
      {traceId && <Link href={`/traces/${traceId}`}>Open the trace</Link>}
    </div>
  );
}
