import type { ConsumerState, MessageJourney } from '@waybill/console-api';
import { Link } from 'wouter';
import {
  Badge,
  CopyableId,
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

/** One message in full: its position, its consumers, its headers and its payload. */
export function MessagePanel({ journey, onClose }: { journey: MessageJourney; onClose: () => void }) {
  const { type, version, traceId, appended, scheduled, published, waiting } = journey;
  return (
    <Panel
      title={<span className="mono">{version === undefined ? type : `${type} v${version}`}</span>}
      actions={<IconButton icon="close" size="small" label="Close the message" onClick={onClose} />}
    >
      <div className="stack">
        <KeyValues
          items={{
            Event: <CopyableId id={journey.eventId} what="the event id" />,
            Trace: traceId && (
              <Link href={`/traces/${traceId}`} className="mono">
                {shortId(traceId)}
              </Link>
            ),
            'Published by': <ServiceName service={journey.service} />,
            Subject: <code>{journey.subject}</code>,
            Position: published && (
              <Link href={`/streams/${encodeURIComponent(published.stream)}?sequence=${published.sequence}`}>
                {published.stream} {formatCount(published.sequence)}
              </Link>
            ),
            'Outbox row': appended?.outboxId,
            Appended: appended && <Timestamp at={appended.at} />,
            Due: scheduled && <Timestamp at={scheduled.dueAt} />,
            Cancelled: scheduled?.cancelledAt && <Timestamp at={scheduled.cancelledAt} />,
            Published: published && <Timestamp at={published.at} />,
            Refused: waiting && waiting.attempts > 0 && formatPlural(waiting.attempts, 'time'),
            'Last refusal': waiting?.lastError,
          }}
        />
        <Consumers journey={journey} />
        <section>
          <h3>Payload</h3>
          <JsonView value={journey.payload} what="payload" />
        </section>
        <section>
          <h3>Headers</h3>
          <KeyValues items={journey.headers} mono />
        </section>
      </div>
    </Panel>
  );
}

function Consumers({ journey: { consumers, deadLettered } }: { journey: MessageJourney }) {
  return (
    <section>
      <h3>Consumers</h3>
      {consumers.length === 0 && <p className="soft">No known service consumes it.</p>}
      <ul className="stack tight">
        {consumers.map(({ consumer, service, handler, durable, state, attempts, ackFloor }) => (
          <li key={consumer + durable}>
            <p className="row apart">
              <ServiceName service={service} />
              <Badge tone={STATES[state].tone}>{STATES[state].words}</Badge>
            </p>
            <p className="mono soft">
              {handler}
              {attempts > 1 && `, ${formatPlural(attempts, 'attempt')}`}
            </p>
            <p className="mono soft">
              {durable || 'no longer declared'}
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
  unrecorded: { words: 'no record left', tone: 'neutral' },
  pending: { words: 'pending', tone: 'warn' },
  waiting: { words: 'waiting for an upgrade', tone: 'warn' },
  retrying: { words: 'retrying', tone: 'warn' },
  'dead-lettered': { words: 'dead letter', tone: 'bad' },
  lost: { words: 'lost', tone: 'bad' },
  unknown: { words: 'unknown', tone: 'neutral' },
};
