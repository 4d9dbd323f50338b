import type { StreamView } from '@waybill/console-api';
import { Link } from 'wouter';
import { Badge, formatBytes, formatCount, formatPlural, formatRate, Panel } from '../../ui/index.ts';
import { ConsumerTable } from './consumer-table.tsx';
import styles from './streams.module.css';

export function StreamPanel({ stream }: { stream: StreamView }) {
  const { name, missing, consumers } = stream;
  return (
    <Panel
      title={
        <>
          Stream <span className={styles.streamName}>{name}</span>
        </>
      }
      actions={!missing && <Link href={`/streams/${encodeURIComponent(name)}`}>Read its messages</Link>}
      flush
    >
      {missing ? (
        <p className={styles.more}>
          <Badge tone="bad">missing</Badge> The broker has no such stream: what is published to it waits in
          the outboxes.
        </p>
      ) : (
        <StreamFacts stream={stream} />
      )}
      {consumers.length === 0 ? (
        <p className={styles.more}>Nobody consumes it.</p>
      ) : (
        <ConsumerTable stream={name} consumers={consumers} />
      )}
    </Panel>
  );
}

function StreamFacts({ stream }: { stream: StreamView }) {
  const { subjects, messages, bytes, firstSequence, lastSequence, perSecond } = stream;
  return (
    <p className={styles.streamFacts}>
      <code>{subjects.join(', ')}</code>
      <span>
        {formatPlural(messages ?? 0, 'message')}, {formatBytes(bytes ?? 0)}
      </span>
      <span>
        sequences {formatCount(firstSequence ?? 0)} to {formatCount(lastSequence ?? 0)}
      </span>
      <span>{formatRate(perSecond)} new</span>
    </p>
  );
}
