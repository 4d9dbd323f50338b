import type { MessagesResponse, Order } from '@waybill/console-api';
import { useMemo } from 'react';
import { Link, Redirect } from 'wouter';
import { useTrace } from '../../api/use-trace.ts';
import {
  Button,
  CopyButton,
  download,
  EmptyState,
  Loaded,
  Panel,
  Tabs,
  useQueryParam,
} from '../../ui/index.ts';
import { toMermaid } from './mermaid.ts';
import { MessagePanel } from './message-panel.tsx';
import styles from './messages.module.css';
import { OrderFacts } from './order-facts.tsx';
import { useMessages, useOrder, type Asked } from './queries.ts';
import { requestSeenIn } from './request-seen.ts';
import { SequenceDiagram } from './sequence-diagram.tsx';
import { sequenceOf } from './sequence.ts';
import { StepList } from './step-list.tsx';
import { VerdictNotice } from './verdict-notice.tsx';

/** The progress of the messages of an order, or of one event. */
export function OrderMessages({ asked }: { asked: Asked }) {
  const messages = useMessages(asked);
  const { data: order } = useOrder(asked.orderId ?? messages.data?.orderId);
  return (
    <Loaded query={messages} what="the messages">
      {(response) => {
        if (response.items.length === 0) return <NoMessages asked={asked} order={order} />;
        // The page of the whole order shows more than one message.
        if (asked.orderId === undefined && response.orderId !== undefined) {
          const query = new URLSearchParams({ event: asked.eventId! });
          return <Redirect to={`/messages/${encodeURIComponent(response.orderId)}?${query}`} replace />;
        }
        return <Journey response={response} order={order} asked={asked} />;
      }}
    </Loaded>
  );
}

interface JourneyProps {
  response: MessagesResponse;
  order: Order | null | undefined;
  asked: Asked;
}

function Journey({ response, order, asked }: JourneyProps) {
  const [selected, select] = useQueryParam('event');
  const { items } = response;
  const { data: trace } = useTrace(items[0]?.traceId);
  const sequence = useMemo(() => sequenceOf(items, trace ? requestSeenIn(trace) : undefined), [items, trace]);
  const journey = items.find(({ eventId }) => eventId === selected);
  // An address that has only the event keeps it.
  const onSelect = (eventId: string) => (eventId || asked.orderId !== undefined) && select(eventId);
  const common = { sequence, selected, onSelect };
  return (
    <>
      <VerdictNotice response={response} traceId={items[0]?.traceId} />
      {order && <OrderFacts order={order} />}
      <div className={journey ? 'with-aside wide' : 'stack'}>
        <Panel className={styles.views}>
          <Tabs
            label="Views"
            param="view"
            tabs={[
              { id: 'diagram', title: 'Diagram', view: () => <SequenceDiagram {...common} /> },
              {
                id: 'list',
                title: 'As text',
                count: sequence.steps.length,
                view: () => <StepList {...common} />,
              },
              {
                id: 'mermaid',
                title: 'Mermaid',
                view: () => <Mermaid text={toMermaid(sequence)} id={asked.orderId ?? asked.eventId} />,
              },
            ]}
          />
        </Panel>
        {journey && (
          <div className="aside">
            <MessagePanel journey={journey} onClose={() => onSelect('')} />
          </div>
        )}
      </div>
    </>
  );
}

/** The diagram as text, for an issue or a document. */
function Mermaid({ text, id }: { text: string; id?: string }) {
  return (
    <>
      <p className="row">
        <span className="soft">Paste it between Mermaid fences in an issue or a Markdown file.</span>
        <CopyButton text={text} what="the Mermaid text">
          Copy
        </CopyButton>
        <Button size="small" icon="download" onClick={() => download(text, `messages-${id}.mmd`)}>
          Download
        </Button>
      </p>
      <pre className={styles.mermaid} tabIndex={0} role="region" aria-label="Mermaid text">
        {text}
      </pre>
    </>
  );
}

function NoMessages({ asked, order }: Omit<JourneyProps, 'response'>) {
  return (
    <EmptyState
      title={order ? 'No message of this order is kept any more' : 'No message is known by this id'}
      action={<Link href="/messages">Recent orders</Link>}
    >
      {order ? (
        <p>Outbox rows and spans are kept for a limited time. The order itself is {order.status}.</p>
      ) : (
        <p>
          <code>{asked.orderId ?? asked.eventId}</code> is neither an order nor an event in an outbox, a
          stream or a span. Give the whole id, or choose a recent order.
        </p>
      )}
    </EmptyState>
  );
}
