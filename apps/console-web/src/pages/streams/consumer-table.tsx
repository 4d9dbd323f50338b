import type { ConsumerView } from '@waybill/console-api';
import { Fragment, useState } from 'react';
import { Link } from 'wouter';
import { consumerWords } from '../../delivery/consumer-words.ts';
import {
  Badge,
  classNames,
  formatCount,
  formatRate,
  IconButton,
  ServiceName,
  type Tone,
} from '../../ui/index.ts';
import { capacityWords, EXPLANATIONS, loadWords, type LoadTone } from './backlog-words.ts';
import { DurableRows } from './durable-rows.tsx';
import { Explained } from './explained.tsx';
import styles from './streams.module.css';

const TONES: Record<LoadTone, Tone> = {
  missing: 'bad',
  idle: 'neutral',
  'keeping-up': 'good',
  draining: 'warn',
  'falling-behind': 'bad',
  unknown: 'neutral',
};

const COLUMNS = [
  ['pending', 'Pending'],
  ['ackPending', 'Ack pending'],
  ['redelivered', 'Redelivered'],
  ['arrival', 'Arrives'],
  ['service', 'Can handle'],
  ['utilisation', 'Utilisation'],
  ['drain', 'Time to drain'],
] as const satisfies readonly (readonly [keyof typeof EXPLANATIONS, string])[];

/** The stream's consumers, each with a sentence on how it stands, and its durables on demand. */
export function ConsumerTable({ stream, consumers }: { stream: string; consumers: readonly ConsumerView[] }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (consumer: string) =>
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(consumer)) after.add(consumer);
      return after;
    });
  return (
    <div className={styles.scroll}>
      <table className={styles.consumers} aria-label={`Consumers of ${stream}`}>
        <thead>
          <tr>
            <th scope="col">Consumer</th>
            {COLUMNS.map(([key, title]) => (
              <th key={key} scope="col" className={styles.end}>
                <Explained title={title} words={EXPLANATIONS[key]} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {consumers.map((consumer) => (
            <Fragment key={consumer.consumer}>
              <ConsumerRow
                view={consumer}
                open={open.has(consumer.consumer)}
                onToggle={() => toggle(consumer.consumer)}
              />
              {open.has(consumer.consumer) && (
                <DurableRows durables={consumer.durables} span={COLUMNS.length + 1} />
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  view: ConsumerView;
  open: boolean;
  onToggle: () => void;
}

function ConsumerRow({ view, open, onToggle }: RowProps) {
  const {
    consumer,
    service,
    handlers,
    pending,
    ackPending,
    redelivered,
    arrivalPerSecond,
    servicePerSecond,
    utilisation,
  } = view;
  const { tone, drain, sentence } = loadWords(view);
  return (
    <tr>
      <th scope="row" className={styles.consumer}>
        <div className={styles.consumerName}>
          <IconButton
            size="small"
            icon={open ? 'down' : 'right'}
            label={`Durables of ${consumer}`}
            aria-expanded={open}
            onClick={onToggle}
          />
          <ServiceName service={service} />
          <Link href={`/flow?node=${encodeURIComponent(`consumer:${consumer}`)}`} title={consumer}>
            {consumerWords(consumer, service, handlers)}
          </Link>
        </div>
        <p className={styles.sentence}>{sentence}</p>
      </th>
      <td className={styles.end}>{formatCount(pending)}</td>
      <td className={styles.end}>{formatCount(ackPending)}</td>
      <td className={classNames(styles.end, redelivered > 0 && styles.warn)}>{formatCount(redelivered)}</td>
      <td className={styles.end}>{formatRate(arrivalPerSecond)}</td>
      <td className={styles.end}>{servicePerSecond === null ? '–' : capacityWords(servicePerSecond)}</td>
      <td className={styles.end}>
        <Utilisation value={utilisation} />
      </td>
      <td className={styles.end}>
        <Badge tone={TONES[tone]}>{drain}</Badge>
      </td>
    </tr>
  );
}

/** As a figure, and as how full its bar is. */
function Utilisation({ value }: { value: number | null }) {
  if (value === null) return <>–</>;
  const percent = value * 100;
  return (
    <span className={styles.utilisation}>
      <span className={styles.bar} aria-hidden="true">
        <span
          className={classNames(percent >= 100 ? styles.full : percent >= 70 && styles.high)}
          style={{ width: `${Math.min(100, percent)}%` }}
        />
      </span>
      {percent > 0 && percent < 1 ? '<1' : formatCount(Math.round(percent))} %
    </span>
  );
}
