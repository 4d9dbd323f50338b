import type { DeadLetterView } from '@waybill/console-api';
import { Link } from 'wouter';
import { useJson } from '../../api/use-json.ts';
import {
  CopyableId,
  ErrorNotice,
  JsonView,
  KeyValues,
  Loaded,
  PageHeader,
  Panel,
  ServiceName,
  Timestamp,
} from '../../ui/index.ts';
import { EditLetter } from './edit-letter.tsx';
import { AttemptTable } from './attempt-table.tsx';
import { LetterState } from './letter-table.tsx';
import { errorInWords, reasonInWords } from './letter-words.ts';
import { ResolveButtons } from './resolve-buttons.tsx';
import { useResolveLetter } from './use-resolve-letter.ts';

/** One dead letter: why, every attempt, its payload, and what can be done about it. */
export function LetterDetail({ id }: { id: string }) {
  const query = useJson<DeadLetterView>(
    ['dead-letters', 'one', id],
    `/api/dead-letters/${encodeURIComponent(id)}`,
  );
  if (query.data) return <Letter letter={query.data} />;
  return (
    <>
      <PageHeader title={`Dead letter ${id}`} subtitle={<Link href="/dead-letters">All dead letters</Link>} />
      <Loaded query={query} what="the dead letter">
        {() => null}
      </Loaded>
    </>
  );
}

function Letter({ letter }: { letter: DeadLetterView }) {
  const resolve = useResolveLetter(letter.id);
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
            <div className="row">
              <EditLetter
                letter={letter}
                disabled={resolve.isPending}
                onReplay={(payload) => resolve.mutate({ action: 'replay', payload })}
              />
              <ResolveButtons disabled={resolve.isPending} onResolve={resolve.mutate} />
            </div>
          )
        }
      />
      <div className="stack">
        {resolve.error && <ErrorNotice error={resolve.error} />}
        {resolve.data && (
          <Panel>
            <p role="status">
              Done: {resolve.data.state}.{' '}
              {resolve.data.traceId !== undefined && (
                <Link href={`/traces/${resolve.data.traceId}`}>Follow the replay</Link>
              )}
            </p>
          </Panel>
        )}
        <div className="halves">
          <Panel title="What happened">
            <Facts letter={letter} />
          </Panel>
          <Panel title="Every attempt" flush>
            <AttemptTable attempts={letter.history} />
          </Panel>
          <Panel title="Payload">
            <JsonView value={letter.payload} what="event data" />
          </Panel>
          {letter.resolved?.payload !== undefined && (
            <Panel title="Replayed with this payload instead">
              <JsonView value={letter.resolved.payload} what="edited event data" />
            </Panel>
          )}
          <Panel title="Headers">
            <KeyValues items={letter.headers} mono />
          </Panel>
        </div>
      </div>
    </>
  );
}

function Facts({ letter }: { letter: DeadLetterView }) {
  const { state, stream, sequence, resolved, traceId, eventId, group, replayOf } = letter;
  return (
    <KeyValues
      items={{
        'Last error': <span className="error">{errorInWords(letter.error)}</span>,
        'Given up': <Timestamp at={letter.deadAt} />,
        Service: <ServiceName service={letter.service} />,
        Event: <CopyableId id={eventId} what="event id" />,
        Position: (
          <Link href={`/streams/${encodeURIComponent(stream)}?sequence=${sequence}`}>
            {stream} at {sequence}
          </Link>
        ),
        Subject: <code>{letter.subject}</code>,
        See: (
          <span className="row facts">
            {traceId && <Link href={`/traces/${traceId}`}>Its trace</Link>}
            <Link href={`/messages?event=${encodeURIComponent(eventId)}`}>Its messages</Link>
            <Link href={`/dead-letters?group=${group}`}>Its group</Link>
          </span>
        ),
        'Failed again': replayOf !== undefined && (
          <Link href={`/dead-letters/${replayOf}`}>It is the replay of letter {replayOf}</Link>
        ),
        Resolved: resolved && (
          <>
            {state} at <Timestamp at={resolved.at} />
            {resolved.by !== undefined && ` by ${resolved.by}`}
            {resolved.reason !== undefined && `: ${resolved.reason}`}
          </>
        ),
      }}
    />
  );
}
