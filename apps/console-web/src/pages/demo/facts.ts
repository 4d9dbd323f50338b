import type {
  DeadLetterView,
  DeliveryCounters,
  FaultsResponse,
  MessagesResponse,
  OrderStatus,
  OrderSummary,
  OutboxResponse,
  StreamsResponse,
  TopologyEdge,
  TopologyResponse,
} from '@waybill/console-api';
import { activeFaults } from '../faults/active-faults.ts';
import type { Readings } from './read-facts.ts';

/** What the payment service says of an order's payment. */
export interface Payment {
  orderId: string;
  status: 'requested' | 'authorised' | 'declined' | 'captured' | 'released' | 'refunded' | 'cancelled';
  ledger: { kind: string; amount: string; at: string }[];
}

/** What the scene's conditions and figures are about. Undefined is what cannot be known now: a service or the broker is down. */
export class Facts {
  /** When they were read, in milliseconds. */
  readonly at: number;
  readonly faults: FaultsResponse;
  /** The scene's own. */
  readonly orders: readonly OrderSummary[];
  /** One for each order, of a scene that follows them. */
  readonly journeys: readonly MessagesResponse[];
  /** Of the newest order. */
  readonly payment: Payment | undefined;
  private readonly topology: TopologyResponse | undefined;
  private readonly outbox: OutboxResponse | undefined;
  private readonly streams: StreamsResponse | undefined;
  private readonly letters: readonly DeadLetterView[] | undefined;

  constructor(readings: Readings) {
    ({ at: this.at, faults: this.faults, orders: this.orders, journeys: this.journeys } = readings);
    ({ payment: this.payment, topology: this.topology } = readings);
    ({ outbox: this.outbox, letters: this.letters } = readings);
    this.streams = readings.streams?.reachable ? readings.streams : undefined;
  }

  ordersThatAre(...statuses: OrderStatus[]): number {
    return this.orders.filter(({ status }) => statuses.includes(status)).length;
  }

  /** All orders that were placed, and at least one, are confirmed. */
  get allConfirmed(): boolean {
    return this.orders.length > 0 && this.ordersThatAre('confirmed') === this.orders.length;
  }

  /** Events that wait in the outbox of a service. */
  inOutbox(service: string): number | undefined {
    return this.outboxOf(service)?.pending;
  }

  /** Until the next scheduled event of a service is due. */
  dueSeconds(service: string): number | undefined {
    return this.outboxOf(service)?.nextDueSeconds ?? undefined;
  }

  /** Messages that a service's consumers have not acknowledged, those in their hands included. */
  backlogOf(service: string): number | undefined {
    const own = this.consumersOf(service);
    return own?.reduce((sum, { pending, ackPending }) => sum + pending + ackPending, 0);
  }

  inHandOf(service: string): number | undefined {
    return this.consumersOf(service)?.reduce((sum, { ackPending }) => sum + ackPending, 0);
  }

  /** Messages in the streams that services publish to. */
  get stored(): number | undefined {
    return this.streams?.streams.reduce((sum, { messages }) => sum + (messages ?? 0), 0);
  }

  /** The scene's orders that this consumer has handled, by its inbox. */
  handledBy(consumer: string): number {
    return this.journeys.filter(({ items }) =>
      items.some((item) =>
        item.consumers.some((each) => each.consumer === consumer && each.state === 'done'),
      ),
    ).length;
  }

  /** Of those, the ones that took effect more than once. */
  doubledBy(consumer: string): number {
    const effects = ({ items }: MessagesResponse) =>
      items
        .flatMap(({ deliveries }) => deliveries)
        .filter((each) => each.consumer === consumer && each.outcome === 'handled').length;
    return this.journeys.filter((journey) => effects(journey) > 1).length;
  }

  isRunning(process: string): boolean {
    return this.faults.processes.some(({ name, state }) => name === process && state === 'running');
  }

  /** `running`, `stopped`, …; of a process that the console does not control, what the topology says. */
  stateOf(process: string): string {
    const found = this.faults.processes.find(({ name }) => name === process);
    if (found) return found.state;
    const node = this.topology?.nodes.find(({ id }) => id === `service:${process}`);
    return node && node.state !== 'up' ? node.state : 'running';
  }

  get isBrokerAway(): boolean {
    return !this.streams || this.stateOf('nats') !== 'running';
  }

  /** Messages a second to the consumers of a service, over the last ten seconds. */
  rateInto(service: string): number {
    const own = this.topology?.nodes.filter((node) => node.kind === 'consumer' && node.service === service);
    return this.rate('feeds', ({ to }) => own?.some(({ id }) => id === to) ?? false);
  }

  /** Events a second that the relay of a service publishes. */
  rateFrom(service: string): number {
    return this.rate('publishes', ({ from }) => from === `service:${service}`);
  }

  /** Requests a second. */
  rateOfCalls(service: string): number {
    return this.rate('calls', ({ to }) => to === `service:${service}`);
  }

  counted(way: DeliveryCounters['way']): DeliveryCounters | undefined {
    return this.faults.counters.find((each) => each.way === way);
  }

  /** Open dead letters that the scene's faults made. */
  get openLetters(): readonly DeadLetterView[] | undefined {
    return this.letters?.filter((letter) => isOfScene(letter, this.faults.countingSince));
  }

  get healed(): boolean {
    return (
      activeFaults(this.faults).length === 0 &&
      this.faults.processes.every(({ state }) => state === 'running') &&
      this.openLetters?.length === 0
    );
  }

  private rate(kind: TopologyEdge['kind'], matches: (edge: TopologyEdge) => boolean): number {
    const edges = this.topology?.edges.filter((edge) => edge.kind === kind && matches(edge)) ?? [];
    return edges.reduce((sum, { perSecond }) => sum + perSecond, 0);
  }

  private outboxOf(service: string) {
    const own = this.outbox?.services.find((each) => each.service === service);
    return own?.reachable ? own : undefined;
  }

  private consumersOf(service: string) {
    return this.streams?.streams.flatMap(({ consumers }) =>
      consumers.filter((each) => each.service === service),
    );
  }
}

/** Other traffic may be poisoned instead of the scene's orders: the error names the fault. */
export function isOfScene({ state, deadAt, error }: DeadLetterView, since: string): boolean {
  return (
    state === 'open' &&
    Date.parse(deadAt) >= Date.parse(since) &&
    error.message.startsWith('the fault switch')
  );
}
