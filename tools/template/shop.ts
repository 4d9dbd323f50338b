import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { MessagesResponse, TraceDetail, TracesResponse } from '@waybill/console-api';

const WITHIN_MS = 120_000;

/** The running platform by its HTTP addresses. */
export class Shop {
  private readonly urls: Readonly<Record<string, string>>;

  constructor(urls: Readonly<Record<string, string>>) {
    this.urls = urls;
  }

  /** Places an order of a product that is always in stock. Returns its id. */
  async placeOrder(): Promise<string> {
    const productId = `template-${randomUUID()}`;
    const unitPrice = { amount: '9.95', currency: 'GBP' };
    const product = { description: 'A product', unitPrice, stock: null };
    await this.send('order', 'PUT', `/products/${productId}`, product);
    const lines = [{ productId, quantity: 1 }];
    const { orderId } = await this.send<{ orderId: string }>('order', 'POST', '/orders', {
      customerId: 'ada',
      lines,
    });
    return orderId;
  }

  /** Sends a request, and waits until the console has its trace, complete, with the event that it published. */
  async tracedRequest(service: string, path: string, event: string): Promise<void> {
    await this.send(service, 'POST', path, {});
    await eventually(
      async () => {
        const { items } = await this.get<TracesResponse>('console', '/api/traces');
        const trace = items.find(({ events }) => events.includes(event));
        return trace && this.get<TraceDetail>('console', `/api/traces/${trace.traceId}`);
      },
      (trace) => trace?.complete === true,
    );
  }

  /** The order's messages, once every consumer has handled each and all of these event types are there. */
  async completeMessages(orderId: string, types: readonly string[]): Promise<MessagesResponse> {
    return eventually(
      () => this.get<MessagesResponse>('console', `/api/messages?orderId=${orderId}`),
      ({ complete, items }) => complete && types.every((type) => items.some((item) => item.type === type)),
    );
  }

  /** The order's trace, once it is complete and has spans of all of these services. */
  async completeTrace(orderId: string, services: readonly string[]): Promise<TraceDetail> {
    return eventually(
      async () => {
        const { items } = await this.get<TracesResponse>('console', `/api/traces?orderId=${orderId}`);
        return this.get<TraceDetail>('console', `/api/traces/${items[0]?.traceId ?? 'none'}`);
      },
      (trace) =>
        trace.complete === true &&
        services.every((name) => trace.spans?.some(({ service }) => service === name)),
    );
  }

  get<Body>(service: string, path: string): Promise<Body> {
    return this.send(service, 'GET', path);
  }

  private async send<Body>(service: string, method: string, path: string, body?: unknown): Promise<Body> {
    const response = await fetch(`${this.urls[service]}${path}`, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    return (await response.json()) as Body;
  }
}

/** @throws Error with what came last */
async function eventually<T>(ask: () => Promise<T>, isDone: (answer: T) => boolean): Promise<T> {
  const deadline = performance.now() + WITHIN_MS;
  for (;;) {
    const answer = await ask();
    if (isDone(answer)) return answer;
    if (performance.now() > deadline) {
      throw new Error(`not within ${WITHIN_MS / 1_000} s; last: ${JSON.stringify(answer).slice(0, 4_000)}`);
    }
    await delay(100);
  }
}
