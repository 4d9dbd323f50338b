import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MessagesResponse, TraceDetail, TracesResponse } from '@waybill/console-api';
import { eventually, Platform } from './support/platform.js';
import { Shop } from './support/shop.js';
import { EVENTS_OF_CONFIRMED, ofShop, SHOP_SERVICES } from './support/shop-services.js';

let platform: Platform;
let orderId: string;

beforeAll(async () => {
  platform = await Platform.start();
  const shop = new Shop(platform);
  await shop.stock('commanded', null);
  ({ orderId } = await shop.place('commanded', 'commanded'));
}, 240_000);

afterAll(() => platform?.stop(), 60_000);

async function printed<T>(...command: string[]): Promise<T> {
  const { status, stdout, output } = await platform.waybill(...command, '--json');
  if (status !== 0) throw new Error(`waybill ${command.join(' ')}: status ${status}\n${output}`);
  return JSON.parse(stdout) as T;
}

describe('the command line', () => {
  it('shows the messages of an order, and their trace, as the console does', async () => {
    await eventually(
      async () => (await printed<MessagesResponse>('messages', '--order', orderId)).complete,
      'the order is complete',
    );
    const { items } = await printed<MessagesResponse>('messages', '--order', orderId);
    expect(items.filter(ofShop).map(({ type }) => type)).toEqual(EVENTS_OF_CONFIRMED);

    await eventually(async () => {
      const { complete, services } = await printed<TraceDetail>('trace', items[0]!.traceId!);
      return complete === true && SHOP_SERVICES.every((name) => services.includes(name));
    }, 'its trace is complete, and all of it is here');
    const trace = await printed<TraceDetail>('trace', items[0]!.traceId!);
    const { items: traces } = await printed<TracesResponse>('traces');
    expect(traces).toContainEqual(
      expect.objectContaining({ traceId: trace.traceId, conversationId: orderId, status: 'ok' }),
    );
  }, 120_000);

  it('draws a trace for people, each step of the message under the one that caused it', async () => {
    const { items } = await printed<MessagesResponse>('messages', '--order', orderId);
    const { stdout } = await platform.waybill('trace', items[0]!.traceId!);
    const lineOf = (step: string) => {
      const at = stdout.split('\n').findIndex((line) => line.includes(step));
      expect({ step, drawn: at >= 0 }).toEqual({ step, drawn: true });
      return at;
    };
    const steps = ['POST /orders', 'create order.placed', 'process order.placed', 'create order.confirmed'];
    const lines = steps.map(lineOf);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
  }, 60_000);

  it('names what it does not know, and fails', async () => {
    const unknown = await platform.waybill('trace', 'f'.repeat(32));
    expect(unknown.status).not.toBe(0);
    expect(unknown.output).toContain('f'.repeat(32));
  }, 60_000);
});
