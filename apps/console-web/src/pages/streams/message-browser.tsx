import type { StreamMessagesAnswer } from '@waybill/console-api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useLocation, useSearchParams } from 'wouter';
import { getJson } from '../../api/http.ts';
import { Button, EmptyState, ErrorNotice, Loading, PageHeader, Panel } from '../../ui/index.ts';
import { messagesRequest, PAGE_SIZE, parsePlace, placeAddress, type BrowsePlace } from './browse-address.ts';
import { BrowseForm } from './browse-form.tsx';
import { MessageList } from './message-list.tsx';
import styles from './streams.module.css';

/** Reads a stream's messages without a consumer: nothing moves, nobody else notices. */
export function MessageBrowser({ stream }: { stream: string }) {
  const [search] = useSearchParams();
  const place = parsePlace(search);
  const [, navigate] = useLocation();
  const go = (to: BrowsePlace) => navigate(placeAddress(stream, to));
  const request = messagesRequest(stream, place);
  const { data, error, isFetching, refetch } = useQuery({
    // Not refreshed by what arrives: a page of old messages stays what it is.
    queryKey: ['stream-messages', request],
    queryFn: ({ signal }) => getJson<StreamMessagesAnswer>(request, signal),
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <>
      <PageHeader
        title={`Messages of ${stream}`}
        subtitle={
          <>
            <Link href="/streams">Outbox & streams</Link> · Read without a consumer: nothing moves, and nobody
            else notices.
          </>
        }
        actions={
          <Button icon="retry" disabled={isFetching} onClick={() => void refetch()}>
            Read again
          </Button>
        }
      />
      <div className={styles.page}>
        <BrowseForm key={request} place={place} onGo={go} />
        {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
        {data && !error ? (
          <Page answer={data} place={place} onGo={go} />
        ) : (
          !error && <Loading what="the messages" />
        )}
      </div>
    </>
  );
}

interface PageProps {
  answer: StreamMessagesAnswer;
  place: BrowsePlace;
  onGo: (place: BrowsePlace) => void;
}

function Page({ answer: { items, nextSequence }, place, onGo }: PageProps) {
  const first = items[0]?.sequence;
  const isNewest = place.sequence === undefined && place.time === undefined;
  return (
    <Panel
      title={isNewest ? `The newest ${items.length}` : `${items.length} from here on`}
      actions={
        <nav aria-label="Pages of messages" className={styles.pager}>
          <Button
            size="small"
            disabled={first === undefined || first <= 1}
            onClick={() => onGo({ subject: place.subject, sequence: Math.max(1, first! - PAGE_SIZE) })}
          >
            Earlier
          </Button>
          <Button
            size="small"
            disabled={nextSequence === undefined}
            onClick={() => onGo({ subject: place.subject, sequence: nextSequence })}
          >
            Later
          </Button>
          <Button size="small" disabled={isNewest} onClick={() => onGo({ subject: place.subject })}>
            Newest
          </Button>
        </nav>
      }
      flush
    >
      {items.length === 0 ? (
        <EmptyState title="No message here">
          {place.subject
            ? 'Nothing from here on has this subject. A subject may hold wildcards: * stands for one word, > for the rest.'
            : 'Nothing is stored from here on. Place an order in the shop to see one arrive.'}
        </EmptyState>
      ) : (
        <MessageList messages={items} wantedSequence={place.sequence} />
      )}
    </Panel>
  );
}
