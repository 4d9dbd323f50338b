import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

/** What was done, so that its traces can be found. */
export interface Driven {
  readonly orderId: string;
  /** The trace that the client started. */
  readonly orderTraceId: string;
  readonly behaviorTraceId: string;
}

/** Sends an order and a shopper's view of a product, each as a traced client would, and waits until analytics has counted them. */
export async function driveTraffic(urls: Readonly<Record<string, string>>): Promise<Driven> {
  const { order, analytics } = urls;
  const [product] = (
    (await json(await fetch(`${order}/products?limit=1`))) as { items: { productId: string }[] }
  ).items;
  const customerId = `verify-${randomUUID()}`;
  const orderTraceId = traceId();
  const behaviorTraceId = traceId();
  await post(`${analytics}/behavior`, behaviorTraceId, {
    events: [{ type: 'product-viewed', sessionId: randomUUID(), customerId, productId: product!.productId }],
  });
  const { orderId } = (await post(`${order}/orders`, orderTraceId, {
    customerId,
    lines: [{ productId: product!.productId, quantity: 1 }],
  })) as { orderId: string };
  const counted = `${analytics}/customers/${encodeURIComponent(customerId)}`;
  for (let tries = 0; (await fetch(counted)).status !== 200; tries++) {
    if (tries > 300) throw new Error('the order was not counted by analytics within 30 s');
    await delay(100);
  }
  return { orderId, orderTraceId, behaviorTraceId };
}

async function post(url: string, trace: string, body: unknown): Promise<unknown> {
  return json(
    await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        traceparent: `00-${trace}-${randomBytes(8).toString('hex')}-01`,
      },
      body: JSON.stringify(body),
    }),
  );
}

async function json(response: Response): Promise<unknown> {
  if (!response.ok)
    throw new Error(`${response.url} responded with ${response.status}: ${await response.text()}`);
  return response.json();
}

function traceId(): string {
  return randomBytes(16).toString('hex');
}
