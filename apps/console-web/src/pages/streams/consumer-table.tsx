import type { ConsumerView } from '@waybill/console-api';
import { Fragment, useId, useState } from 'react';
import { Link } from 'wouter';
import { consumerWords } from '../../delivery/consumer-words.ts';
import { Badge, formatCount, formatDuration, formatRate, IconButton, ServiceName } from '../../ui/index.ts';
import { capacityWords, EXPLANATIONS, loadWords, stopWords } from './backlog-words.ts';
import { DurableRows } from './durable-rows.tsx';
import { PauseConsumer } from './pause-consumer.tsx';
import styles from './streams.module.css';

const COLUMNS: readonly (readonly [keyof typeof EXPLANATIONS, string])[] = [
  ['pending', 'Pending'],
  ['ackPending', 'Ack pending'],
  ['redelivered', 'Redelivered'],
  ['arrival', 'Arrives'],
  ['service', 'Can handle'],
  ['utilisation', 'Utilisation'],
  ['drain', 'Time to drain'],
];

/** The stream's consumers, each with a sentence about its backlog, and its durables on demand. */
export function ConsumerTable({ stream, consumers }: { stream: string; consumers: readonly ConsumerView[] }) {
  return (
    <table className={styles.consumers} aria-label={`Consumers of ${stream}`}>
      <thead>
        <tr>
          <th scope="col">Consumer</th>
          {COLUMNS.map(([key, title]) => (
            <th key={key} scope="col" className="end">
              <Explained title={title} words={EXPLANATIONS[key]} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {consumers.map((consumer) => (
          <ConsumerRow key={consumer.consumer} view={consumer} />
        ))}
      </tbody>
    </table>
  );
}

function ConsumerRow({ view }: { view: ConsumerView }) {
  const [open, setOpen] = useState(false);
  const { consumer, service, handlers, durables, redelivered, servicePerSecond, paused, waitsFor, rate } =
    view;
  const { tone, drain, sentence } = loadWords(view);
  const stop = stopWords(view, new Date());
  return (
    <Fragment>
      <tr>
        <th scope="row" className={styles.consumer}>
          <div className={styles.consumerName}>
            <IconButton
              size="small"
              icon={open ? 'down' : 'right'}
              label={`Durables of ${consumer}`}
              aria-expanded={open}
              onClick={() => setOpen(!open)}
            />
            <ServiceName service={service} />
            <Link href={`/flow?node=${encodeURIComponent(`consumer:${consumer}`)}`} title={consumer}>
              {consumerWords(consumer, service, handlers)}
            </Link>
            {paused && <Badge tone="warn">paused</Badge>}
            {waitsFor && <Badge tone="bad">waits for {waitsFor.dependency}</Badge>}
            {rate && (
              <Badge>
                at most {formatCount(rate.messages)} per {formatDuration(rate.perMs)}
              </Badge>
            )}
            <PauseConsumer consumer={consumer} paused={paused} />
          </div>
          <p className={styles.sentence}>{stop ?? sentence}</p>
        </th>
        <td className="end">{formatCount(view.pending)}</td>
        <td className="end">{formatCount(view.ackPending)}</td>
        <td className="end" data-tone={redelivered > 0 ? 'warn' : undefined}>
          {formatCount(redelivered)}
        </td>
        <td className="end">{formatRate(view.arrivalPerSecond)}</td>
        <td className="end">{servicePerSecond === null ? '–' : capacityWords(servicePerSecond)}</td>
        <td className="end">
          <Utilisation value={view.utilisation} />
        </td>
        <td className="end">
          {stop ? <Badge tone="warn">waits</Badge> : <Badge tone={tone}>{drain}</Badge>}
        </td>
      </tr>
      {open && <DurableRows durables={durables} span={COLUMNS.length + 1} />}
    </Fragment>
  );
}

/** A term with its meaning as a tooltip, for the pointer and for the keyboard. */
function Explained({ title, words }: { title: string; words: string }) {
  const id = useId();
  return (
    <span className={styles.explained}>
      <button type="button" className={styles.term} aria-describedby={id}>
        {title}
      </button>
      <span role="tooltip" id={id} className={styles.tip}>
        {words}
      </span>
    </span>
  );
}

/** As a figure, and as a bar. */
function Utilisation({ value }: { value: number | null }) {
  if (value === null) return <>–</>;
  const percent = value * 100;
  return (
    <span className={styles.utilisation}>
      <meter aria-hidden="true" value={value} low={0.7} high={0.999} optimum={0} />
      {percent > 0 && percent < 1 ? '<1' : formatCount(Math.round(percent))} %
    </span>
  );
}
