import type {
  DeadLettersResponse,
  DeadLetterView,
  FaultsResponse,
  MessagesResponse,
  OrdersPage,
  OrderSummary,
  OutboxResponse,
  StreamsResponse,
  TopologyResponse,
} from '@waybill/console-api';
import { findJson, getJson, Problem } from '../../api/http.ts';
import type { Payment } from './facts.ts';
import type { Scene } from './scene.ts';

export interface Readings {
  /** When they were asked for. */
  at: number;
  faults: FaultsResponse;
  outbox?: OutboxResponse;
  streams?: StreamsResponse;
  topology?: TopologyResponse;
  letters?: readonly DeadLetterView[];
  orders: readonly OrderSummary[];
  payment?: Payment;
  journeys: readonly MessagesResponse[];
}

/** Reads everything that a scene shows, at once. */
export class FactReader {
  private last: Readings | undefined;

  constructor(
    private readonly customerId: string,
    private readonly reads: Scene['reads'],
  ) {}

  /** @throws Problem or TypeError if the console itself does not respond */
  async read(signal: AbortSignal): Promise<Readings> {
    const at = Date.now();
    const get = <T>(path: string) => getJson<T>(path, signal).catch(unlessAway);
    const [faults, outbox, streams, topology, letters, page] = await Promise.all([
      getJson<FaultsResponse>('/api/faults', signal),
      get<OutboxResponse>('/api/outbox'),
      get<StreamsResponse>('/api/streams'),
      get<TopologyResponse>('/api/topology'),
      get<DeadLettersResponse>('/api/dead-letters?state=open'),
      get<OrdersPage>(`/services/order/orders?limit=100&customerId=${this.customerId}`),
    ]);
    const orders = page?.items ?? this.last?.orders ?? [];
    const [payment, journeys] = await Promise.all([
      this.reads === 'payment' && orders[0] ? readPayment(orders[0].orderId, signal) : undefined,
      this.reads === 'journeys' ? Promise.all(orders.map((order) => this.readJourney(order, signal))) : [],
    ]);
    const readings: Readings = {
      ...{ at, faults, outbox, streams, topology, orders, payment },
      letters: letters?.items,
      journeys: journeys.flatMap((journey) => journey ?? []),
    };
    this.last = readings;
    return readings;
  }

  /** A complete one does not change any more. */
  private async readJourney({ orderId }: OrderSummary, signal: AbortSignal) {
    const known = this.last?.journeys.find((journey) => journey.orderId === orderId);
    if (known?.complete) return known;
    const path = `/api/messages?${new URLSearchParams({ orderId })}`;
    return (await findJson<MessagesResponse>(path, signal).catch(unlessAway)) ?? known;
  }
}

/** Undefined until the request has arrived there. */
async function readPayment(orderId: string, signal: AbortSignal): Promise<Payment | undefined> {
  const payment = await findJson<Payment>(`/services/payment/payments/${orderId}`, signal).catch(unlessAway);
  return payment ?? undefined;
}

/** The scene itself has stopped something: what only that knows is not known now. */
function unlessAway(error: unknown): undefined {
  if (error instanceof Problem && error.status >= 502 && error.status <= 504) return undefined;
  throw error;
}
