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
  faults: FaultsResponse;
  outbox?: OutboxResponse;
  streams?: StreamsResponse;
  topology?: TopologyResponse;
  letters?: readonly DeadLetterView[];
  orders: readonly OrderSummary[];
  payment?: Payment;
  journeys: readonly MessagesResponse[];
}

interface Asked {
  customerId: string;
  reads: Scene['reads'];
  /** What was read before: a complete journey does not change any more. */
  before: Readings | undefined;
}

/** Everything that a scene shows, read at once. @throws Problem or TypeError if the console itself does not respond */
export async function readFacts(
  { customerId, reads, before }: Asked,
  signal: AbortSignal,
): Promise<Readings> {
  const get = <T>(path: string) => getJson<T>(path, signal).catch(unlessAway);
  const [faults, outbox, streams, topology, letters, orders] = await Promise.all([
    getJson<FaultsResponse>('/api/faults', signal),
    get<OutboxResponse>('/api/outbox'),
    get<StreamsResponse>('/api/streams'),
    get<TopologyResponse>('/api/topology'),
    get<DeadLettersResponse>('/api/dead-letters?state=open'),
    get<OrdersPage>(`/services/order/orders?limit=100&customerId=${customerId}`),
  ]);
  const known = orders?.items ?? before?.orders ?? [];
  const [payment, ...journeys] = await Promise.all([
    reads === 'payment' && known[0] ? readPayment(known[0].orderId, signal) : undefined,
    ...(reads === 'journeys' ? known : []).map(({ orderId }) => readJourney(orderId, before, signal)),
  ]);
  return {
    ...{ faults, outbox, streams, topology, payment },
    letters: letters?.items,
    orders: known,
    journeys: journeys.filter((journey) => journey !== undefined),
  };
}

/** Undefined until the request has arrived there. */
async function readPayment(orderId: string, signal: AbortSignal): Promise<Payment | undefined> {
  const payment = await findJson<Payment>(`/services/payment/payments/${orderId}`, signal).catch(unlessAway);
  return payment ?? undefined;
}

async function readJourney(orderId: string, before: Readings | undefined, signal: AbortSignal) {
  const known = before?.journeys.find((journey) => journey.orderId === orderId);
  if (known?.complete) return known;
  const path = `/api/messages?${new URLSearchParams({ orderId })}`;
  return (await findJson<MessagesResponse>(path, signal).catch(unlessAway)) ?? known;
}

/** The scene itself has stopped something: what only that knows is not known now. */
function unlessAway(error: unknown): undefined {
  if (error instanceof Problem && error.status >= 502 && error.status <= 504) return undefined;
  throw error;
}
