import { BOUNDS, CANDIDATE_DAMPING } from './model.js';
import type { Interests } from './interests.js';
import { damping, popularityFrom, type Evidence } from './popularity.js';

/** A basket of someone else with at least one of the customer's products. */
export interface Neighbour {
  /** Its evidence: less with age and with size. */
  weight: number;
  products: readonly number[];
}

/** Undamped score by product. */
export type Candidates = ReadonlyMap<number, number>;

/**
 * Item-to-item collaborative filtering, evaluated at query time. The similarity of two products is the weight of the
 * baskets with both; a candidate's score is the sum of its similarities to the customer's products, each multiplied by
 * its interest:
 *
 *     score(j) = Σ_i interest(i) × Σ_{baskets with i and j} weight(basket)
 *
 * This takes one pass over the baskets, each with the summed interest of its products. A product is no reason for
 * itself. Sources: Deshpande and Karypis, "Item-based top-N recommendation algorithms",
 * TOIS 2004 (similarity by co-occurrence, damped by popularity); Jannach and Ludewig, "When recurrent
 * neural networks meet the neighborhood", RecSys 2017 (only the best-matching recent baskets).
 *
 * @param excluded never candidates: what the customer bought
 */
export function findCandidates(
  interests: Interests,
  neighbours: readonly Neighbour[],
  excluded: ReadonlySet<number>,
): Candidates {
  const scores = new Map<number, number>();
  for (const { weight, products } of neighbours) {
    let overlap = 0;
    for (const product of products) overlap += interests.get(product) ?? 0;
    for (const product of products) {
      if (excluded.has(product)) continue;
      const others = overlap - (interests.get(product) ?? 0);
      // If the product is the only overlap, the difference is just a rounding error.
      if (others > overlap * 1e-9) scores.set(product, (scores.get(product) ?? 0) + others * weight);
    }
  }
  return scores;
}

export interface Ranked {
  product: number;
  /** Comparable only within one response. */
  score: number;
}

/** The best `limit` candidates, damped by their popularity at `now`. Ties: the product known for longer first. */
export function rankCandidates(
  candidates: Candidates,
  evidence: ReadonlyMap<number, Evidence>,
  now: number,
  limit: number,
): Ranked[] {
  const popularity = popularityFrom(now);
  const ranked: Ranked[] = [];
  for (const [product, score] of candidates) {
    const known = evidence.get(product);
    if (!known) continue;
    ranked.push({ product, score: score * damping(popularity(known), CANDIDATE_DAMPING) });
  }
  return ranked.sort((a, b) => b.score - a.score || a.product - b.product).slice(0, limit);
}

/** The customer's products that are the reason for this one: those with the largest share of its score, largest first. */
export function reasonsFor(
  product: number,
  interests: Interests,
  neighbours: readonly Neighbour[],
): number[] {
  const shares = new Map<number, number>();
  for (const { weight, products } of neighbours) {
    if (!products.includes(product)) continue;
    for (const own of products) {
      const interest = interests.get(own);
      if (interest !== undefined && own !== product) {
        shares.set(own, (shares.get(own) ?? 0) + interest * weight);
      }
    }
  }
  return [...shares]
    .sort(([a, shareOfA], [b, shareOfB]) => shareOfB - shareOfA || a - b)
    .slice(0, BOUNDS.reasons)
    .map(([own]) => own);
}
