import type {
  DeadLettersResponse,
  FaultsChange,
  FaultsResponse,
  OrderPlacedResponse,
  ProductsPage,
} from '@waybill/console-api';
import { getJson, sendJson } from '../../api/http.ts';
import { byOperator } from '../dead-letters/operator-name.ts';
import { demoOrders, placeOrders } from '../faults/place-demo-orders.ts';
import type { Acted, Perform } from './director.ts';
import { isOfScene } from './facts.ts';
import { CannotAct, whyNot } from './obstacles.ts';
import type { Run } from './run.ts';
import { changeOf, type Scene } from './scene.ts';

/**
 * Does what a step says, to the platform itself.
 *
 * @param customerId who orders: so the scene finds its own orders again
 * @param change one after the other, also those of the scene that was left
 */
export function performer(
  customerId: string,
  change: (change: FaultsChange) => Promise<FaultsResponse>,
): Perform {
  return async (action, scene, run) => {
    if (action.kind === 'orders') return placeAll(action.count, customerId);
    if (action.kind === 'replay') return replay(run);
    const faults = await change(changeOf(action)!);
    if (action.kind !== 'begin') return {};
    refuseImpossible(scene, faults);
    return { countingSince: faults.countingSince };
  };
}

function refuseImpossible({ steps }: Scene, faults: FaultsResponse): void {
  for (const action of steps.flatMap(({ act }) => act ?? [])) {
    const obstacle = whyNot(action, faults);
    if (obstacle) throw new CannotAct(obstacle);
  }
}

async function placeAll(count: number, customerId: string): Promise<Acted> {
  const { items } = await getJson<ProductsPage>('/services/order/products?limit=48');
  const orders = demoOrders(items, count, 0).map((each) => ({ ...each, customerId }));
  if (orders.length === 0) {
    const advice = 'Raise the stock of a product (PUT /products/{id} of order), then press space.';
    throw new CannotAct({ why: 'No product is in stock, so nothing can be ordered.', advice });
  }
  const { orderIds, refusals } = await placeOrders(orders, (each) =>
    sendJson<OrderPlacedResponse>('POST', '/services/order/orders', each),
  );
  if (orderIds.length < count) {
    const why = `${count - orderIds.length} of ${count} orders were refused: ${refusals.join(' ')}`;
    throw new CannotAct({ why, advice: 'Does the order service run? Press space to order again.' });
  }
  return {};
}

async function replay({ countingSince }: Run): Promise<Acted> {
  if (countingSince === undefined) return {};
  const { items } = await getJson<DeadLettersResponse>('/api/dead-letters?state=open');
  for (const { id } of items.filter((letter) => isOfScene(letter, countingSince))) {
    await sendJson('POST', `/api/dead-letters/${encodeURIComponent(id)}/replay`, byOperator());
  }
  return {};
}
