import { Injectable } from '@nestjs/common';
import { reasonsFor } from '../domain/candidates.js';
import { BOUNDS } from '../domain/model.js';
import { BasketQueries, type KnownProduct } from '../persistence/basket-queries.js';
import { lookAround } from './neighbourhood.js';

export interface Recommendation {
  productId: string;
  description: string;
  /**
   * Orders the items; comparable within one answer only. In a popular answer the share of the most popular
   * item's popularity; in a personal one 0 for what only fills the list up.
   */
  score: number;
  /** The customer's own products that led to it, strongest first. */
  because: string[];
}

export interface Recommendations {
  customerId: string;
  /** `popular` where nothing of the customer's leads anywhere. */
  basis: 'personal' | 'popular';
  items: Recommendation[];
}

/**
 * What a customer may like: never what they bought, best first. Fewer than `limit` only where the shop has
 * no more to offer.
 */
@Injectable()
export class RecommendProducts {
  constructor(private readonly queries: BasketQueries) {}

  async recommend(customerId: string, limit: number): Promise<Recommendations> {
    const history = await this.queries.historyOf(customerId, BOUNDS.sessions);
    const bought = new Set(history.products.filter((own) => own.bought).map((own) => own.product));
    const { interests, neighbours, ranked } = await lookAround(this.queries, {
      history,
      limit,
      excluded: bought,
      customerId,
    });
    if (ranked.length === 0)
      return { customerId, basis: 'popular', items: await this.popular(limit, bought) };

    const reasons = new Map(
      ranked.map(({ product }) => [product, reasonsFor(product, interests, neighbours)]),
    );
    const known = await this.queries.describe(new Set([...reasons].flat(2)));
    const items = ranked.map(({ product, score }) => {
      const because = reasons.get(product)!.map((own) => known.get(own)!.productId);
      return { ...namesOf(known.get(product)!), score, because };
    });
    if (items.length < limit) {
      const taken = new Set([...bought, ...reasons.keys()]);
      const filling = await this.popular(limit - items.length, taken);
      items.push(...filling.map((item) => ({ ...item, score: 0 })));
    }
    return { customerId, basis: 'personal', items };
  }

  private async popular(limit: number, excluded: ReadonlySet<number>): Promise<Recommendation[]> {
    const products = await this.queries.mostPopular(limit, excluded);
    const most = products[0]?.heat ?? 1;
    return products.map((one) => ({ ...namesOf(one), score: one.heat / most, because: [] }));
  }
}

function namesOf({ productId, description }: KnownProduct): Pick<KnownProduct, 'productId' | 'description'> {
  return { productId, description };
}
