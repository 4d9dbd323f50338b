import { setTimeout as delay } from 'node:timers/promises';
import { httpRequest, type HttpRequest } from './http-request.ts';
import { Random } from './random.ts';
import { ServiceLink } from './service-link.ts';
import { Shop } from './shop.ts';
import { Shopper } from './shopper.ts';
import { Supplier } from './supplier.ts';
import type { Product } from './visit.ts';

export interface ShoppersOptions {
  /** Base addresses of the services, `order` and `analytics` among them. */
  urls: Readonly<Record<string, string>>;
  /** The same seed gives the same people doing the same things. */
  seed: number;
  /** Ends them. */
  signal: AbortSignal;
  /** Called only when a service goes down and when it is back. */
  log?: (message: string) => void;
  token?: () => string | undefined;
  request?: HttpRequest;
  wait?: (ms: number) => Promise<unknown>;
  now?: () => number;
}

/** How many visits are under way at once. */
const VISITS = 4;
const ACTION_EVERY_MS = 1_000;
const CATALOGUE_FRESH_MS = 10 * 60_000;

/**
 * Simulated shoppers: about one action a second altogether, an order every few seconds, through public HTTP only. Their
 * supplier restocks what is nearly sold out, the same way. While a service is down, the others are still used.
 *
 * @returns once the signal has ended them
 * @throws TypeError an address is missing
 */
export async function startShoppers(options: ShoppersOptions): Promise<void> {
  const { seed, signal, token, log = () => {}, request = httpRequest, now = Date.now } = options;
  const wait = options.wait ?? ((ms: number) => delay(ms, undefined, { signal }).catch(() => undefined));
  const link = (name: 'order' | 'analytics') =>
    new ServiceLink(name, { url: addressOf(name, options.urls), signal, log, token, request, now });
  const shop = new Shop(link('order'), link('analytics'));
  const supplier = new Supplier(shop, now);
  const random = new Random(seed);
  // Session ids and idempotency keys differ from run to run, or a restart would repeat orders of the last one.
  const run = now().toString(36);

  let visits = 0;
  let shoppers: Shopper[] = [];
  let catalogue: readonly Product[] = [];
  let catalogueReadAt = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    if (catalogue.length === 0 || now() - catalogueReadAt > CATALOGUE_FRESH_MS) {
      catalogue = (await shop.catalogue()) ?? catalogue;
      catalogueReadAt = now();
    }
    if (catalogue.length > 0) {
      shoppers = shoppers.filter((shopper) => !shopper.hasLeft);
      while (shoppers.length < VISITS) {
        shoppers.push(new Shopper(shop, `${run}-${++visits}`, random, catalogue, now));
      }
      await random.pick(shoppers).act();
    }
    await supplier.visit();
    await wait(ACTION_EVERY_MS * (0.5 + random.next()));
  }
}

function addressOf(service: string, urls: ShoppersOptions['urls']): string {
  const url = urls[service];
  if (url === undefined) throw new TypeError(`shoppers need the address of the ${service} service`);
  return url;
}
