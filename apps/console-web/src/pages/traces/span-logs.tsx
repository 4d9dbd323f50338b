import type { LogView, SpanView } from '@waybill/console-api';
import { Badge, formatDuration, type Tone } from '../../ui/index.ts';
import styles from './span-detail.module.css';

/** The span's log lines, at the time that had passed since it began. */
export function SpanLogs({ logs, span }: { logs: readonly LogView[]; span: SpanView }) {
  if (logs.length === 0) return <p className="soft">Nothing was logged while this span ran.</p>;
  return (
    <ol className={styles.logs}>
      {logs.map((log, index) => (
        <li key={index}>
          <span className="figures soft">+{formatDuration(log.offsetMs - span.offsetMs)}</span>
          <Badge tone={toneOf(log.severity)}>{log.severity.toLowerCase()}</Badge>
          <span className={styles.line}>{log.body}</span>
        </li>
      ))}
    </ol>
  );
}

function toneOf(severity: string): Tone {
  const word = severity.toLowerCase();
  if (word.startsWith('err') || word.startsWith('fatal')) return 'bad';
  return word.startsWith('warn') ? 'warn' : 'neutral';
}
