import type { DeadLetterView } from '@waybill/console-api';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { getJson } from '../../api/http.ts';
import {
  CopyButton,
  ErrorNotice,
  JsonView,
  KeyValues,
  Loading,
  PageHeader,
  Panel,
  ServiceName,
  Timestamp,
} from '../../ui/index.ts';
import { AnswerButtons } from './answer-buttons.tsx';
import { AttemptTable } from './attempt-table.tsx';
import styles from './dead-letters.module.css';
import { LetterState } from './letter-state.tsx';
import { errorInWords, reasonInWords } from './letter-words.ts';
import { RunOutcome } from './run-outcome.tsx';
import { useAnswerLetters } from './use-answer-letters.ts';

/** One dead letter: why, every attempt, what it says, and what can be done about it. */
export function LetterDetail({ id }: { id: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['dead-letters', 'one', id],
    queryFn: ({ signal }) => getJson<DeadLetterView>(`/api/dead-letters/${encodeURIComponent(id)}`, signal),
  });
  if (data) return <Letter letter={data} />;
  return (
    <>
      <PageHeader title={`Dead letter ${id}`} subtitle={<Link href="/dead-letters">All dead letters</Link>} />
      {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : <Loading what="the letter" />}
    </>
  );
}

function Letter({ letter }: { letter: DeadLetterView }) {
  const [run, answer] = useAnswerLetters();
  return (
    <>
      <PageHeader
        title={`Dead letter ${letter.id}`}
        badge={<LetterState state={letter.state} />}
        subtitle={
          <>
            <Link href="/dead-letters">All dead letters</Link> · <b>{letter.consumer}</b> gave up on{' '}
            <code>{letter.type}</code>: {reasonInWords(letter.reason)}.
          </>
        }
        actions={
          letter.state === 'open' && (
            <AnswerButtons
              count={1}
              disabled={run?.running === true}
              onAnswer={(chosen) => answer([letter.id], chosen)}
            />
          )
        }
      />
      <div className={styles.page}>
        {run && (
          <Panel title="Your answer" flush>
            <RunOutcome run={run} />
          </Panel>
        )}
        <div className={styles.halves}>
          <Panel title="What happened">
            <Facts letter={letter} />
          </Panel>
          <Panel title="Every attempt" flush>
            <AttemptTable attempts={letter.history} />
          </Panel>
        </div>
        <div className={styles.halves}>
          <Panel title="Payload">
            <JsonView value={letter.payload} what="event data" />
          </Panel>
          <Panel title="Headers">
            <KeyValues
              items={Object.entries(letter.headers).map(([key, value]) => ({ key, value, mono: true }))}
            />
          </Panel>
        </div>
      </div>
    </>
  );
}

function Facts({ letter }: { letter: DeadLetterView }) {
  const { stream, sequence, subject, settled, traceId, eventId } = letter;
  return (
    <KeyValues
      items={[
        { key: 'Last error', value: <span className={styles.error}>{errorInWords(letter.error)}</span> },
        { key: 'Given up', value: <Timestamp at={letter.deadAt} /> },
        { key: 'Service', value: <ServiceName service={letter.service} /> },
        {
          key: 'Event',
          value: (
            <>
              {eventId} <CopyButton text={eventId} what="event id" />
            </>
          ),
          mono: true,
        },
        {
          key: 'Lies in',
          value: (
            <Link href={`/streams/${encodeURIComponent(stream)}?sequence=${sequence}`}>
              {stream} at {sequence}
            </Link>
          ),
        },
        { key: 'Subject', value: subject, mono: true },
        {
          key: 'Read on',
          value: (
            <span className={styles.links}>
              {traceId && <Link href={`/traces/${traceId}`}>Its trace</Link>}
              <Link href={`/messages?event=${encodeURIComponent(eventId)}`}>Its way, message by message</Link>
            </span>
          ),
        },
        {
          key: 'Answered',
          value: settled && (
            <>
              {letter.state} at <Timestamp at={settled.at} />
              {settled.reason !== undefined && `: ${settled.reason}`}
            </>
          ),
        },
      ]}
    />
  );
}
