import type { MessagesResponse } from '@waybill/console-api';
import { Link } from 'wouter';
import { completeness } from '../../delivery/completeness.ts';
import { DELIVERY_TONES, DeliveryWords } from '../../delivery/delivery-words.tsx';
import { classNames, formatPlural } from '../../ui/index.ts';
import styles from './messages.module.css';
import { notesOf } from './words.ts';

/** Whether every message has arrived. */
export function VerdictNotice({ response, traceId }: { response: MessagesResponse; traceId?: string }) {
  const delivery = completeness({ messages: response.items, complete: response.complete });
  return (
    <div className={classNames('toned', styles.verdict)} data-tone={DELIVERY_TONES[delivery.state]}>
      <div role="status">
        <p className={styles.headline}>
          <DeliveryWords of={delivery} />
        </p>
        <ul className="bullets">
          {notesOf(response).map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      </div>
      <span>{formatPlural(response.items.length, 'message')}</span>
      {traceId && <Link href={`/traces/${traceId}`}>Open the trace</Link>}
    </div>
  );
}
