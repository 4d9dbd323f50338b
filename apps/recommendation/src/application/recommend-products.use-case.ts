import { Injectable } from '@nestjs/common';
import { reasonsFor } from '../domain/candidates.js';
import { BOUNDS } from '../domain/model.js';
import { BasketQueries, type KnownProduct } from '../persistence/basket-queries.js';
import { exploreNeighbourhood } from './neighbourhood.js';

export interface Recommendation {
  productId: string;
  description: string;
  /**
   * Sorts the items; comparable only within one response. In a popular response, the popularity relative to the most
   * popular item; in a personal one, 0 for items that only fill up the list.
   */
  score: number;
  /** The customer's own products that are the reason, strongest first. */
  because: string[];
}

export interface Recommendations {
  customerId: string;
  /** `popular` if the customer's own products lead to no recommendation. */
  basis: 'personal' | 'popular';
  items: Recommendation[];
}

/**
 * Products that a customer may like, best first, and never what they bought. Fewer than `limit` only if the shop has no
 * more.
 */
@Injectable()
export class RecommendProducts {
  constructor(private readonly queries: BasketQueries) {}

  async recommend(customerId: string, limit: number): Promise<Recommendations> {
    const history = await this.queries.historyOf(customerId, BOUNDS.sessions);
    const bought = new Set(history.products.filter((own) => own.bought).map((own) => own.product));
    const { interests, neighbours, ranked } = await exploreNeighbourhood(this.queries, {
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
