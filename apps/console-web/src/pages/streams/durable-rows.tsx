import type { DurableView } from '@waybill/console-api';
import { Badge, classNames, formatCount } from '../../ui/index.ts';
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
              <th
                scope="col"
                className={styles.end}
                title="Everything up to this sequence is acknowledged, or was removed."
              >
                Ack floor
              </th>
            </tr>
          </thead>
          <tbody>
            {durables.map(({ name, filters, missing, pending, ackPending, redelivered, ackFloor }) => (
              <tr key={name}>
                <td className="mono">
                  {name} {missing && <Badge tone="bad">missing</Badge>}
                </td>
                <td className="mono">{filters.join(', ')}</td>
                <td className={styles.end}>{figure(pending)}</td>
                <td className={styles.end}>{figure(ackPending)}</td>
                <td
                  className={classNames(styles.end, redelivered !== null && redelivered > 0 && styles.warn)}
                >
                  {figure(redelivered)}
                </td>
                <td className={styles.end}>{figure(ackFloor)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </td>
    </tr>
  );
}

const figure = (value: number | null) => (value === null ? '–' : formatCount(value));
