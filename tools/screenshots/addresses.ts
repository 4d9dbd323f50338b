import type {
  DeadLettersResponse,
  ProductsPage,
  StreamsResponse,
  TraceSummary,
  TracesResponse,
} from '@waybill/console-api';

/**
 * Every page of the console by the name of its picture: those of the navigation, and one of each kind of detail page, if
 * the platform has something to show on it.
 */
export async function addresses(consoleUrl: string): Promise<Map<string, string>> {
  const ask = async <T>(path: string): Promise<T> => {
    const response = await fetch(consoleUrl + path);
    if (!response.ok) throw new Error(`${consoleUrl}${path} responded with ${response.status}`);
    return (await response.json()) as T;
  };
  const { items: products } = await ask<ProductsPage>('/services/order/products?limit=1');
  const { items: traces } = await ask<TracesResponse>('/api/traces?event=order.placed&limit=200');
  const { items: failed } = await ask<TracesResponse>('/api/traces?status=dead-lettered&limit=200');
  const { streams } = await ask<StreamsResponse>('/api/streams');
  const { items: letters } = await ask<DeadLettersResponse>('/api/dead-letters?state=all&limit=1');
  const longest = longestOf(traces);
  const pages = [
    'overview',
    'shop',
    'traces',
    'messages',
    'flow',
    'streams',
    'events',
    'dead-letters',
    'faults',
    'demo',
    'analytics',
  ];
  const details: [name: string, address: string | undefined][] = [
    ['shop-product', products[0] && `/shop/${products[0].productId}`],
    ['trace', longest && `/traces/${longest.traceId}`],
    ['trace-dead-lettered', failed.length > 0 ? `/traces/${longestOf(failed)!.traceId}` : undefined],
    ['messages-of-an-order', longest?.conversationId && `/messages/${longest.conversationId}`],
    ['stream', streams[0] && `/streams/${streams[0].name}`],
    ['event', '/events/order.cancelled'],
    ['dead-letter', letters[0] && `/dead-letters/${letters[0].id}`],
  ];
  const found = [...pages.map((page) => [page, `/${page}`] as const), ...details];
  return new Map(found.filter((entry): entry is [string, string] => Boolean(entry[1])));
}

/** The trace with most spans. */
function longestOf(traces: readonly TraceSummary[]): TraceSummary | undefined {
  return traces.reduce<TraceSummary | undefined>(
    (most, trace) => (most && most.spanCount >= trace.spanCount ? most : trace),
    undefined,
  );
}
