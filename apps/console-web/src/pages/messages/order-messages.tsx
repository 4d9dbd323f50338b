import type { MessagesAnswer, Order } from '@waybill/console-api';
import { useMemo } from 'react';
import { Link, Redirect } from 'wouter';
import { EmptyState, ErrorNotice, Loading, Panel, Tabs, useQueryParam } from '../../ui/index.ts';
import { MermaidView } from './mermaid-view.tsx';
import { toMermaid } from './mermaid.ts';
import { MessagePanel } from './message-panel.tsx';
import styles from './messages.module.css';
import { OrderFacts } from './order-facts.tsx';
import { useMessages, useOrder, useTrace, type Asked } from './queries.ts';
import { requestSeenIn } from './request-seen.ts';
import { SequenceDiagram } from './sequence-diagram.tsx';
import { sequenceOf } from './sequence.ts';
import { StepList } from './step-list.tsx';
import { VerdictNotice } from './verdict-notice.tsx';

/** What became of the messages of an order, or of one event. */
export function OrderMessages({ asked }: { asked: Asked }) {
  const { data, error, isPending, refetch } = useMessages(asked);
  const { data: order } = useOrder(asked.orderId ?? data?.orderId);
  if (error && !data) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (isPending) return <Loading what="the messages" />;
  if (data.items.length === 0) return <NoMessages asked={asked} order={order ?? undefined} />;
  // The whole order tells more than one of its messages.
  if (asked.orderId === undefined && data.orderId !== undefined) {
    const query = new URLSearchParams({ event: asked.eventId! });
    return <Redirect to={`/messages/${encodeURIComponent(data.orderId)}?${query}`} replace />;
  }
  return <Journey answer={data} order={order ?? undefined} asked={asked} />;
}

function Journey({ answer, order, asked }: { answer: MessagesAnswer; order?: Order; asked: Asked }) {
  const [selected, select] = useQueryParam('event');
  const { items } = answer;
  const { data: trace } = useTrace(items[0]?.traceId);
  const sequence = useMemo(() => sequenceOf(items, trace ? requestSeenIn(trace) : undefined), [items, trace]);
  const journey = items.find(({ eventId }) => eventId === selected);
  // Where the address names nothing but the event, it stays.
  const onSelect = (eventId: string) => (eventId || asked.orderId !== undefined) && select(eventId);
  const common = { sequence, selected, onSelect };
  return (
    <>
      <VerdictNotice answer={answer} traceId={items[0]?.traceId} />
      {order && <OrderFacts order={order} />}
      <div className={styles.journey} data-open={journey !== undefined || undefined}>
        <Panel className={styles.views}>
          <Tabs
            label="Ways to read it"
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
                view: () => (
                  <MermaidView
                    text={toMermaid(sequence)}
                    name={`messages-${asked.orderId ?? asked.eventId}`}
                  />
                ),
              },
            ]}
          />
        </Panel>
        {journey && (
          <div className={styles.aside}>
            <MessagePanel journey={journey} onClose={() => onSelect('')} />
          </div>
        )}
      </div>
    </>
  );
}

function NoMessages({ asked, order }: { asked: Asked; order?: Order }) {
  return (
    <EmptyState
      title={order ? 'No message of this order is kept any more' : 'No message is known by this id'}
      action={<Link href="/messages">Recent orders</Link>}
    >
      {order ? (
        <p>Outbox rows and spans are kept for a retention. The order itself is {order.status}.</p>
      ) : (
        <p>
          <code>{asked.orderId ?? asked.eventId}</code> is neither an order nor an event that outbox, stream
          or spans know. Give it whole, or choose a recent order.
        </p>
      )}
    </EmptyState>
  );
}
