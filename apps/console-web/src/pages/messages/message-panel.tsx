import type { ConsumerState, MessageJourney } from '@waybill/console-api';
import { Link } from 'wouter';
import {
  Badge,
  CopyButton,
  formatCount,
  formatPlural,
  IconButton,
  JsonView,
  KeyValues,
  Panel,
  ServiceName,
  shortId,
  Timestamp,
  type Tone,
} from '../../ui/index.ts';
import styles from './message-panel.module.css';

/** One message whole: where it lies, who has to handle it, its headers and its payload. */
export function MessagePanel({ journey, onClose }: { journey: MessageJourney; onClose: () => void }) {
  const {
    eventId,
    type,
    version,
    subject,
    service,
    traceId,
    appended,
    published,
    waiting,
    headers,
    payload,
  } = journey;
  return (
    <Panel
      title={
        <span className="mono">
          {type}
          {version !== undefined && ` v${version}`}
        </span>
      }
      actions={<IconButton icon="close" size="small" label="Close the message" onClick={onClose} />}
    >
      <div className={styles.parts}>
        <KeyValues
          items={[
            {
              key: 'Event',
              value: (
                <>
                  {shortId(eventId)} <CopyButton text={eventId} what="the event id" />
                </>
              ),
              mono: true,
            },
            {
              key: 'Trace',
              value: traceId && <Link href={`/traces/${traceId}`}>{shortId(traceId)}</Link>,
              mono: true,
            },
            { key: 'Published by', value: <ServiceName service={service} /> },
            { key: 'Subject', value: subject, mono: true },
            {
              key: 'Position',
              value: published && (
                <Link
                  href={`/streams/${encodeURIComponent(published.stream)}?sequence=${published.sequence}`}
                >
                  {published.stream} {formatCount(published.sequence)}
                </Link>
              ),
              mono: true,
            },
            { key: 'Outbox row', value: appended?.outboxId, mono: true },
            { key: 'Appended', value: appended && <Timestamp at={appended.at} /> },
            { key: 'Published', value: published && <Timestamp at={published.at} /> },
            {
              key: 'Refused',
              value: waiting && waiting.attempts > 0 ? formatPlural(waiting.attempts, 'time') : undefined,
            },
            { key: 'Last refusal', value: waiting?.lastError },
          ]}
        />
        <Consumers journey={journey} />
        <section>
          <h3>Payload</h3>
          <JsonView value={payload} what="payload" />
        </section>
        <section>
          <h3>Headers</h3>
          <KeyValues items={Object.entries(headers).map(([key, value]) => ({ key, value, mono: true }))} />
        </section>
      </div>
    </Panel>
  );
}

function Consumers({ journey: { consumers, deadLettered } }: { journey: MessageJourney }) {
  return (
    <section>
      <h3>Has to be handled by</h3>
      {consumers.length === 0 && <p className="soft">Nobody that is known here listens to it.</p>}
      <ul className={styles.consumers}>
        {consumers.map(({ consumer, service, handler, durable, state, attempts, ackFloor }) => (
          <li key={consumer + durable}>
            <p className={styles.consumer}>
              <ServiceName service={service} />
              <Badge tone={STATES[state].tone}>{STATES[state].words}</Badge>
            </p>
            <p className={styles.handler}>
              {handler}
              {attempts > 1 && `, ${formatPlural(attempts, 'attempt')}`}
            </p>
            <p className={styles.handler}>
              {durable || 'declared no more'}
              {ackFloor !== undefined && `, acknowledged up to ${formatCount(ackFloor)}`}
            </p>
          </li>
        ))}
      </ul>
      {deadLettered.map(({ id, consumer, state }) => (
        <p key={id}>
          <Link href={`/dead-letters/${encodeURIComponent(id)}`}>Dead letter of {consumer}</Link> ({state})
        </p>
      ))}
    </section>
  );
}

const STATES: Record<ConsumerState, { words: string; tone: Tone }> = {
  done: { words: 'done', tone: 'good' },
  settled: { words: 'no record left', tone: 'neutral' },
  pending: { words: 'pending', tone: 'warn' },
  waiting: { words: 'waiting for an upgrade', tone: 'warn' },
  retrying: { words: 'retrying', tone: 'warn' },
  'dead-lettered': { words: 'dead letter', tone: 'bad' },
  lost: { words: 'lost', tone: 'bad' },
  unknown: { words: 'unknown', tone: 'neutral' },
};
