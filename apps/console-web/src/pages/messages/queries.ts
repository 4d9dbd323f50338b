import type { MessagesAnswer, Order, OrdersPage } from '@waybill/console-api';
import { useQuery } from '@tanstack/react-query';
import { findTrace } from '../../api/find-trace.ts';
import { getJson, noneFor404 } from '../../api/http.ts';

export interface Asked {
  /** From the address's path: an order's id, or an event's that somebody pasted there. */
  orderId?: string;
  eventId?: string;
}

/** The messages of an order; where no order has this id, of the event that has it. */
export function useMessages({ orderId, eventId }: Asked) {
  return useQuery({
    queryKey: ['messages', 'of', orderId ?? eventId],
    queryFn: async ({ signal }) => {
      const ofEvent = (id: string) => messagesBy('eventId', id, signal);
      if (orderId === undefined) return ofEvent(eventId!);
      const answer = await messagesBy('orderId', orderId, signal);
      return answer.items.length > 0 ? answer : ofEvent(orderId);
    },
    enabled: orderId !== undefined || eventId !== undefined,
  });
}

const NONE: MessagesAnswer = { items: [], complete: false, lost: false, missing: [] };

function messagesBy(name: 'orderId' | 'eventId', id: string, signal: AbortSignal): Promise<MessagesAnswer> {
  return getJson<MessagesAnswer>(`/api/messages?${new URLSearchParams({ [name]: id })}`, signal).catch(
    noneFor404(NONE),
  );
}

/** The order itself, where the order service has it. */
export function useOrder(orderId: string | undefined) {
  return useQuery({
    queryKey: ['messages', 'order', orderId],
    queryFn: ({ signal }) =>
      getJson<Order>(`/services/order/orders/${encodeURIComponent(orderId!)}`, signal).catch(
        noneFor404(null),
      ),
    enabled: orderId !== undefined,
  });
}

export function useRecentOrders() {
  return useQuery({
    queryKey: ['messages', 'orders'],
    queryFn: ({ signal }) => getJson<OrdersPage>('/services/order/orders?limit=25', signal),
  });
}

/** The trace that the messages began in; null where none of it is kept. */
export function useTrace(traceId: string | undefined) {
  return useQuery({
    queryKey: ['trace', traceId],
    queryFn: ({ signal }) => findTrace(traceId!, signal),
    enabled: traceId !== undefined,
  });
}
