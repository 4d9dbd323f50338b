import type { OrderPlacedResponse } from '@waybill/console-api';
import { Problem, sendForResponse, sendJson } from '../../api/http.ts';
import { idempotencyKeyOf, type Cart, type OrderRequest } from './cart.ts';
import { beginClick, exportRequestOf, type FinishedClick } from './click-span.ts';
import { randomHex } from './random-hex.ts';

export interface Placed {
  order: OrderPlacedResponse;
  traceId: string;
  /** It was already placed, in another trace. */
  replayed: boolean;
}

/**
 * Sends the order with the click as the first span of its trace, and the span itself after the response. Sent again for
 * the same cart and request it orders nothing new. @throws Problem or TypeError as `sendForResponse`
 */
export async function placeOrder(cart: Cart, request: OrderRequest, copy = 0): Promise<Placed> {
  const click = beginClick(Date.now(), randomHex);
  const began = performance.now();
  const finish = (outcome: Pick<FinishedClick, 'error'> & { status?: number; orderId?: string }) =>
    exportSpan({ ...click, ...spanOf(request, outcome), durationMs: performance.now() - began });
  try {
    const response = await sendForResponse('POST', '/services/order/orders', request, {
      headers: {
        'idempotency-key': idempotencyKeyOf(cart, request, copy),
        traceparent: click.traceparent,
      },
    });
    const order = (await response.json()) as OrderPlacedResponse;
    finish({ status: response.status, orderId: order.orderId });
    return { order, traceId: click.traceId, replayed: response.headers.has('idempotency-replayed') };
  } catch (error) {
    finish({
      error: error instanceof Error ? error.message : String(error),
      status: error instanceof Problem ? error.status : undefined,
    });
    throw error;
  }
}

function spanOf(
  { customerId, priority }: OrderRequest,
  { status, orderId, error }: { status?: number; orderId?: string; error?: string },
): Pick<FinishedClick, 'name' | 'attributes' | 'error'> {
  return {
    name: 'click Place order',
    attributes: {
      'http.request.method': 'POST',
      'url.path': '/orders',
      ...(status !== undefined && { 'http.response.status_code': status }),
      ...(orderId !== undefined && { 'messaging.message.conversation_id': orderId }),
      'enduser.id': customerId,
      'waybill.order.priority': priority,
    },
    error,
  };
}

/** The order does not depend on its span, so a failed export is only reported. */
function exportSpan(click: FinishedClick): void {
  sendJson('POST', '/v1/traces', exportRequestOf(click)).catch(reportError);
}
