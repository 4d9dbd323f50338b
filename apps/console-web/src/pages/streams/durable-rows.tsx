import type { DurableView } from '@waybill/console-api';
import { classNames, formatCount } from '../../ui/index.ts';
import styles from './streams.module.css';

/** The durables of one consumer: a lane and partition each. */
export function DurableRows({ durables, span }: { durables: readonly DurableView[]; span: number }) {
  return (
    <tr className={styles.durables}>
      <td colSpan={span}>
        <table aria-label="Durables">
          <thead>
            <tr>
              <th scope="col">Durable</th>
              <th scope="col">Filter</th>
              <th scope="col" className={styles.end}>
                Pending
              </th>
              <th scope="col" className={styles.end}>
                Ack pending
              </th>
              <th scope="col" className={styles.end}>
                Redelivered
              </th>
              <th scope="col" className={styles.end} title="Everything up to this sequence is settled.">
                Ack floor
              </th>
            </tr>
          </thead>
          <tbody>
            {durables.map(({ name, filters, pending, ackPending, redelivered, ackFloor }) => (
              <tr key={name}>
                <td className="mono">{name}</td>
                <td className="mono">{filters.join(', ')}</td>
                <td className={styles.end}>{formatCount(pending)}</td>
                <td className={styles.end}>{formatCount(ackPending)}</td>
                <td className={classNames(styles.end, redelivered > 0 && styles.warn)}>
                  {formatCount(redelivered)}
                </td>
                <td className={styles.end}>{formatCount(ackFloor)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </td>
    </tr>
  );
}
