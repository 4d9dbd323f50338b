import { Link, useParams } from 'wouter';
import { CopyButton, PageHeader, shortId, useQueryParam } from '../../ui/index.ts';
import { OrderFinder } from './order-finder.tsx';
import { OrderMessages } from './order-messages.tsx';

export function MessagesPage() {
  const { orderId } = useParams<{ orderId?: string }>();
  const [eventId] = useQueryParam('event');
  const id = orderId ?? eventId;
  if (!id) {
    return (
      <>
        <PageHeader
          title="Messages"
          subtitle="The messages of one order, from outbox to stream to every consumer, with each attempt."
        />
        <OrderFinder />
      </>
    );
  }
  return (
    <>
      <PageHeader
        title={`Messages of ${orderId ? 'order' : 'event'} ${shortId(id)}`}
        badge={<CopyButton text={id} what={orderId ? 'the order id' : 'the event id'} />}
        actions={<Link href="/messages">Recent orders</Link>}
      />
      <OrderMessages key={id} asked={orderId ? { orderId } : { eventId }} />
    </>
  );
}
