import type { StreamView } from '@waybill/console-api';
import { Link } from 'wouter';
import { formatBytes, formatCount, formatPlural, formatRate, Panel } from '../../ui/index.ts';
import { ConsumerTable } from './consumer-table.tsx';
import styles from './streams.module.css';

export function StreamPanel({ stream }: { stream: StreamView }) {
  const { name, subjects, messages, bytes, firstSequence, lastSequence, perSecond, consumers } = stream;
  return (
    <Panel
      title={
        <>
          Stream <span className={styles.streamName}>{name}</span>
        </>
      }
      actions={<Link href={`/streams/${encodeURIComponent(name)}`}>Read its messages</Link>}
      flush
    >
      <p className={styles.streamFacts}>
        <code>{subjects.join(', ')}</code>
        <span>
          {formatPlural(messages, 'message')}, {formatBytes(bytes)}
        </span>
        <span>
          sequences {formatCount(firstSequence)} to {formatCount(lastSequence)}
        </span>
        <span>{formatRate(perSecond)} new</span>
      </p>
      {consumers.length === 0 ? (
        <p className={styles.more}>Nobody consumes it.</p>
      ) : (
        <ConsumerTable stream={name} consumers={consumers} />
      )}
    </Panel>
  );
}
