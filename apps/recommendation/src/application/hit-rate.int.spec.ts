import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import {
  byPopularity,
  hitRate,
  readShopOrders,
  splitAt,
  type Split,
  type Target,
} from '../testing/hit-rate.js';
import { openTestShop, type TestShop } from '../testing/test-shop.js';

const FILE = '../shared/data/online-retail-2010-12_2011-05.csv.gz';
const present = existsSync(FILE);
if (!present) console.warn(`skipped, because ${FILE} is not there: the hit rate on real orders`);

const CUT = '2011-04-01';
const TEN = 10;
/** Orders per transaction while the history is learnt, because the cost of a commit is not the service's. */
const BATCH = 100;
/** For a test that hangs: it takes half a minute on an idle machine, and eight times that on a busy one. */
const LONG_MS = 600_000;

(present ? describe : describe.skip)('recommendations for the customers of a real shop', () => {
  let shop: TestShop;
  let split: Split;
  let learningMs: number;

  beforeAll(async () => {
    shop = await openTestShop();
    split = splitAt(await readShopOrders(FILE), CUT);
    const started = performance.now();
    for (let i = 0; i < split.history.length; i += BATCH) {
      await shop.confirmAll(split.history.slice(i, i + BATCH));
    }
    learningMs = performance.now() - started;
    // As autovacuum does within a minute of such a load.
    await shop.database.pool.query('VACUUM (ANALYZE) basket, basket_item, product');
  }, LONG_MS);

  afterAll(() => shop?.close());

  it(
    'hit 1.35 times as often as the list of popular products, and contain nothing already bought',
    async () => {
      const popularity = byPopularity(split.history);
      const popular = await hitRate(split.targets, (target) => firstNew(popularity, target));
      const fading = (await shop.queries.mostPopular(2_000, new Set())).map(({ productId }) => productId);
      const ownPopular = await hitRate(split.targets, (target) => firstNew(fading, target));

      const latencies: number[] = [];
      const personal = await hitRate(split.targets, async ({ customerId, bought }) => {
        const started = performance.now();
        const { items } = await shop.recommendations.recommend(customerId, TEN);
        latencies.push(performance.now() - started);
        const products = items.map(({ productId }) => productId);
        expect(products).toHaveLength(TEN);
        expect(products.filter((product) => bought.has(product))).toEqual([]);
        return products;
      });

      latencies.sort((a, b) => a - b);
      const quantile = (share: number) => latencies[Math.floor(share * (latencies.length - 1))]!.toFixed(1);
      console.log(
        [
          `hit rate at ${TEN}, ${split.history.length} orders before ${CUT} as history, ${split.targets.length} customers' next orders:`,
          `  popularity list (number of orders)  ${popular.toFixed(3)}`,
          `  the service's popular list (fading) ${ownPopular.toFixed(3)}`,
          `  the service                         ${personal.toFixed(3)} = ${(personal / popular).toFixed(2)} × popularity`,
          `learning: ${(learningMs / split.history.length).toFixed(2)} ms an order, ${BATCH} to a transaction`,
          `response time: p50 ${quantile(0.5)} ms, p99 ${quantile(0.99)} ms, one at a time, in Jest`,
          `on ${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}`,
        ].join('\n'),
      );

      expect(popular).toBeCloseTo(0.33, 1);
      expect(personal / popular).toBeGreaterThanOrEqual(1.35);
      expect(personal).toBeGreaterThan(0.5);
    },
    LONG_MS,
  );
});

function firstNew(ranking: readonly string[], { bought }: Target): string[] {
  const found: string[] = [];
  for (const product of ranking) {
    if (!bought.has(product)) found.push(product);
    if (found.length === TEN) break;
  }
  return found;
}
