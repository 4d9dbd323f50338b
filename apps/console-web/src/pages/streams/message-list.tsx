import type { StreamMessage } from '@waybill/console-api';
import { useState } from 'react';
import { Link } from 'wouter';
import { IconButton, JsonView, KeyValues, Timestamp } from '../../ui/index.ts';
import styles from './streams.module.css';

interface Props {
  messages: readonly StreamMessage[];
  /** The one that the address names: it is open at first. */
  wantedSequence?: number;
}

/** Messages in stream order; each opens to show its payload and headers. */
export function MessageList({ messages, wantedSequence }: Props) {
  return (
    <ul className="divided">
      {messages.map((message) => (
        <li key={message.sequence}>
          <Message message={message} initiallyOpen={message.sequence === wantedSequence} />
        </li>
      ))}
    </ul>
  );
}

function Message({ message, initiallyOpen }: { message: StreamMessage; initiallyOpen: boolean }) {
  const [open, setOpen] = useState(initiallyOpen);
  const { sequence, subject, storedAt, eventId, traceId, headers, payload, truncated } = message;
  return (
    <article aria-label={`Message ${sequence}`}>
      <div className={styles.message}>
        <IconButton
          size="small"
          icon={open ? 'down' : 'right'}
          label={`Payload and headers of message ${sequence}`}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        />
        <b className="figures end">{sequence}</b>
        <Timestamp at={storedAt} />
        <code className="cut">{subject}</code>
        <Link href={`/messages?event=${encodeURIComponent(eventId)}`}>Its messages</Link>
        {traceId ? <Link href={`/traces/${traceId}`}>Trace</Link> : <span />}
      </div>
      {open && (
        <div className={`halves ${styles.content}`}>
          <div>
            <h3>Payload</h3>
            <JsonView value={payload} what={`payload of message ${sequence}`} />
            {truncated && <p className="soft">Truncated at 64 KiB.</p>}
          </div>
          <div>
            <h3>Headers</h3>
            <KeyValues items={headers} mono />
          </div>
        </div>
      )}
    </article>
  );
}
