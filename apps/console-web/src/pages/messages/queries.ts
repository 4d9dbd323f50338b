import type { MessagesResponse, Order } from '@waybill/console-api';
import { useQuery } from '@tanstack/react-query';
import { findJson } from '../../api/http.ts';

export interface Asked {
  /** From the address's path: the id of an order, or of an event. */
  orderId?: string;
  eventId?: string;
}

const NONE: MessagesResponse = { items: [], complete: false, lost: false, missing: [] };

/** The messages of an order; if no order has this id, of the event with it. */
export function useMessages({ orderId, eventId }: Asked) {
  return useQuery({
    queryKey: ['messages', 'of', orderId ?? eventId],
    queryFn: async ({ signal }) => {
      const by = async (query: Record<string, string>) =>
        (await findJson<MessagesResponse>(`/api/messages?${new URLSearchParams(query)}`, signal)) ?? NONE;
      if (orderId === undefined) return by({ eventId: eventId! });
      const response = await by({ orderId });
      return response.items.length > 0 ? response : by({ eventId: orderId });
    },
  });
}

/** The order itself; null if the order service does not have it. */
export function useOrder(orderId: string | undefined) {
  return useQuery({
    queryKey: ['messages', 'order', orderId],
    queryFn: ({ signal }) =>
      findJson<Order>(`/services/order/orders/${encodeURIComponent(orderId!)}`, signal),
    enabled: orderId !== undefined,
  });
}
