import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { requestOf, type OrderRequest } from './cart.ts';
import { placeBurst, type BurstProgress } from './order-burst.ts';
import { placeOrder } from './place-order.ts';
import { useShop } from './use-shop.ts';

export interface Ordering {
  /** Orders the cart this many times. A single order opens its trace; more show their progress here. */
  order: (times: number) => Promise<void>;
  running: boolean;
  burst?: BurstProgress;
  error?: unknown;
}

export function useOrdering(priority: OrderRequest['priority']): Ordering {
  const { shopper, cart, clear } = useShop();
  const [, navigate] = useLocation();
  // A ref, as a second click may come before React has rendered the first one's state.
  const busy = useRef(false);
  const [state, setState] = useState<Omit<Ordering, 'order'>>({ running: false });
  const run = async (work: () => Promise<Omit<Ordering, 'order' | 'running'>>) => {
    if (busy.current) return;
    busy.current = true;
    setState({ running: true });
    try {
      setState({ running: false, ...(await work()) });
    } catch (error) {
      setState({ running: false, error });
    } finally {
      busy.current = false;
    }
  };
  const request = requestOf(cart, shopper, priority);
  const orderOnce = async () => {
    const { order, traceId, replayed } = await placeOrder(cart, request);
    clear(cart);
    navigate(replayed ? `/messages/${order.orderId}` : `/traces/${traceId}`);
    return {};
  };
  const orderMany = async (times: number) => {
    const { error, ...burst } = await placeBurst(
      times,
      (copy) => placeOrder(cart, request, copy),
      (progress) => setState({ running: true, burst: progress }),
    );
    // After a refusal the cart stays: ordered again, what was accepted is not ordered twice.
    if (burst.refused === 0) clear(cart);
    return { burst, error };
  };
  return { ...state, order: (times) => run(() => (times === 1 ? orderOnce() : orderMany(times))) };
}
