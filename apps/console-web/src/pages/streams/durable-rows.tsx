import type { DurableView } from '@waybill/console-api';
import { Badge, formatCount } from '../../ui/index.ts';
import styles from './streams.module.css';

const FIGURES = [
  ['pending', 'Pending'],
  ['ackPending', 'Ack pending'],
  ['redelivered', 'Redelivered'],
  ['ackFloor', 'Ack floor'],
] as const;

const ACK_FLOOR = 'Everything up to this sequence is acknowledged, or was removed.';

/** The durables of one consumer: one for each lane and partition. */
export function DurableRows({ durables, span }: { durables: readonly DurableView[]; span: number }) {
  return (
    <tr className={styles.durables}>
      <td colSpan={span}>
        <table aria-label="Durables">
          <thead>
            <tr>
              <th scope="col">Durable</th>
              <th scope="col">Filter</th>
              {FIGURES.map(([key, title]) => (
                <th key={key} scope="col" className="end" title={key === 'ackFloor' ? ACK_FLOOR : undefined}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {durables.map((durable) => (
              <tr key={durable.name}>
                <td className="mono">
                  {durable.name} {durable.missing && <Badge tone="bad">missing</Badge>}
                </td>
                <td className="mono">{durable.filters.join(', ')}</td>
                {FIGURES.map(([key]) => (
                  <td
                    key={key}
                    className="end"
                    data-tone={key === 'redelivered' && durable[key] ? 'warn' : undefined}
                  >
                    {durable[key] === null ? '–' : formatCount(durable[key])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </td>
    </tr>
  );
}
