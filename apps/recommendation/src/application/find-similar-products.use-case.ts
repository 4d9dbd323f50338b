import { Injectable } from '@nestjs/common';
import { BOUNDS } from '../domain/model.js';
import { ProductNeverSeen } from '../errors.js';
import { BasketQueries } from '../persistence/basket-queries.js';
import { exploreNeighbourhood } from './neighbourhood.js';

export interface SimilarProducts {
  productId: string;
  items: { productId: string; description: string; score: number }[];
}

/** Products often found in a basket with a product: the neighbourhood of a history with one product. */
@Injectable()
export class FindSimilarProducts {
  constructor(private readonly queries: BasketQueries) {}

  /** @throws ProductNeverSeen */
  async findSimilar(productId: string, limit: number): Promise<SimilarProducts> {
    const history = await this.queries.historyOfProduct(productId);
    if (!history) throw new ProductNeverSeen(productId);
    const { ranked } = await exploreNeighbourhood(this.queries, {
      history,
      limit,
      excluded: new Set(history.products.map((own) => own.product)),
      basketsPerInterest: BOUNDS.neighbours,
    });
    const known = await this.queries.describe(ranked.map(({ product }) => product));
    const items = ranked.map(({ product, score }) => {
      const { productId, description } = known.get(product)!;
      return { productId, description, score };
    });
    return { productId, items };
  }
}
