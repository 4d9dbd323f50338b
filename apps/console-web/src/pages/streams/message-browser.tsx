import type { StreamMessagesResponse } from '@waybill/console-api';
import { keepPreviousData } from '@tanstack/react-query';
import { Link, useLocation, useSearchParams } from 'wouter';
import { useJson } from '../../api/use-json.ts';
import { Button, EmptyState, Loaded, PageHeader, Panel } from '../../ui/index.ts';
import { messagesRequest, PAGE_SIZE, parsePlace, placeAddress, type BrowsePlace } from './browse-address.ts';
import { BrowseForm } from './browse-form.tsx';
import { MessageList } from './message-list.tsx';

/** Reads a stream's messages without a consumer, so that nothing is affected. */
export function MessageBrowser({ stream }: { stream: string }) {
  const [search] = useSearchParams();
  const place = parsePlace(search);
  const [, navigate] = useLocation();
  const go = (to: BrowsePlace) => navigate(placeAddress(stream, to));
  const request = messagesRequest(stream, place);
  // Not below a live topic: a page of old messages does not change.
  const query = useJson<StreamMessagesResponse>(['stream-messages', request], request, {
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <>
      <PageHeader
        title={`Messages of ${stream}`}
        subtitle={
          <>
            <Link href="/streams">Outbox & streams</Link> · Read without a consumer: no consumer is affected.
          </>
        }
        actions={
          <Button icon="retry" disabled={query.isFetching} onClick={() => void query.refetch()}>
            Read again
          </Button>
        }
      />
      <div className="stack">
        <BrowseForm key={request} place={place} onGo={go} />
        <Loaded query={query} what="the messages">
          {(response) => <Page response={response} place={place} onGo={go} />}
        </Loaded>
      </div>
    </>
  );
}

interface PageProps {
  response: StreamMessagesResponse;
  place: BrowsePlace;
  onGo: (place: BrowsePlace) => void;
}

function Page({ response: { items, nextSequence }, place, onGo }: PageProps) {
  const first = items[0]?.sequence;
  const isNewest = place.sequence === undefined && place.time === undefined;
  return (
    <Panel
      title={isNewest ? `The newest ${items.length}` : `${items.length} from here on`}
      actions={
        <nav aria-label="Pages of messages" className="row">
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
        <EmptyState title="No messages">
          {place.subject
            ? 'No message from here on has this subject. Wildcards: * is one word, > is the rest.'
            : 'Nothing is stored from here on. Place an order in the shop to see messages arrive.'}
        </EmptyState>
      ) : (
        <MessageList messages={items} wantedSequence={place.sequence} />
      )}
    </Panel>
  );
}
