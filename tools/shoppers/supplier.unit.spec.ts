import { describe, expect, it } from '@jest/globals';
import type { HttpResponse } from './http-request.ts';
import { ServiceLink } from './service-link.ts';
import { Shop } from './shop.ts';
import { Supplier } from './supplier.ts';

const price = { amount: '2.5', currency: 'GBP' };
const product = (productId: string, stock: number | null, description = productId) => ({
  productId,
  description,
  unitPrice: price,
  stock,
});
type Product = ReturnType<typeof product>;

/** A catalogue in pages, as the order service serves it, and a supplier with a clock of its own. */
function supplied(...pages: Product[][]) {
  const shelves = new Map(pages.flat().map((each) => [each.productId, each]));
  const reads: string[] = [];
  let down = false;
  let time = 0;
  const request = (url: URL, { method, body }: { method: string; body?: string }): Promise<HttpResponse> => {
    if (down) return Promise.reject(new Error('connection refused'));
    if (method === 'PUT') {
      const productId = decodeURIComponent(url.pathname.slice('/products/'.length));
      shelves.set(productId, { productId, ...(JSON.parse(body!) as Omit<Product, 'productId'>) });
      return Promise.resolve({ status: 200, text: '{}' });
    }
    reads.push(url.search);
    const page = Number(url.searchParams.get('cursor') ?? 0);
    const items = pages[page]!.map(({ productId }) => shelves.get(productId));
    const nextCursor = page + 1 < pages.length ? String(page + 1) : undefined;
    return Promise.resolve({ status: 200, text: JSON.stringify({ items, nextCursor }) });
  };
  const signal = new AbortController().signal;
  const link = new ServiceLink('order', {
    url: 'http://order.test',
    signal,
    log: () => undefined,
    request,
    now: () => time,
  });
  const supplier = new Supplier(new Shop(link, link), () => time);
  return {
    reads,
    set down(value: boolean) {
      down = value;
    },
    stockOf: (productId: string) => shelves.get(productId)!.stock,
    sell: (productId: string, stock: number) => {
      shelves.get(productId)!.stock = stock;
    },
    shelf: (productId: string) => shelves.get(productId),
    visit: () => {
      time += 60_000;
      return supplier.visit();
    },
    visitAtOnce: () => supplier.visit(),
  };
}

describe('the supplier', () => {
  it('fills up what is nearly sold out, and changes nothing else of it', async () => {
    const { visit, stockOf, shelf } = supplied([
      product('apron', 3),
      product('jar', 500),
      product('tile', null),
    ]);
    await visit();
    expect([stockOf('apron'), stockOf('jar'), stockOf('tile')]).toEqual([300, 500, null]);
    expect(shelf('apron')).toEqual(product('apron', 300));
  });

  it('goes on doing so, so that a product never stays sold out', async () => {
    const { visit, stockOf, sell } = supplied([product('apron', 260)]);
    for (let day = 0; day < 3; day++) {
      sell('apron', 0);
      await visit();
      expect(stockOf('apron')).toBe(300);
    }
  });

  it('lets a limited edition sell out', async () => {
    const { visit, stockOf } = supplied([product('nutcracker', 0, 'Nutcracker, limited edition')]);
    await visit();
    expect(stockOf('nutcracker')).toBe(0);
  });

  it('reaches every page of the catalogue, one at a time, and begins again', async () => {
    const { visit, visitAtOnce, stockOf, reads } = supplied([product('a', 0)], [product('z/1', 0)]);
    await visit();
    await visitAtOnce();
    expect([stockOf('a'), stockOf('z/1')]).toEqual([300, 0]);
    await visit();
    expect(stockOf('z/1')).toBe(300);
    await visit();
    expect(reads).toEqual(['?limit=100', '?limit=100&cursor=1', '?limit=100']);
  });

  it('comes again if the shop was down', async () => {
    const shop = supplied([product('a', 0)]);
    shop.down = true;
    await shop.visit();
    expect(shop.stockOf('a')).toBe(0);
    shop.down = false;
    await shop.visit();
    expect(shop.stockOf('a')).toBe(300);
  });
});
