import { findCandidates, rankCandidates, type Neighbour, type Ranked } from '../domain/candidates.js';
import { interestsOf, type Interests } from '../domain/interests.js';
import { BOUNDS, HALF_LIFE_MS, LASTING_SHARE, SESSION_WEIGHT, SIZE_DAMPING } from '../domain/model.js';
import type { BasketQueries, History } from '../persistence/basket-queries.js';

const weighing = {
  halfLifeMs: HALF_LIFE_MS,
  lastingShare: LASTING_SHARE,
  sizeDamping: SIZE_DAMPING,
  sessionWeight: SESSION_WEIGHT,
};

export interface Neighbourhood {
  interests: Interests;
  neighbours: Neighbour[];
  ranked: Ranked[];
}

export interface NeighbourhoodQuery {
  history: History;
  limit: number;
  excluded: ReadonlySet<number>;
  basketsPerInterest?: number;
  /** The customer of the history, whose own baskets are excluded. */
  customerId?: string;
}

/** Ranks products by the baskets that resemble a history: three bounded reads, with the scoring in between. */
export async function exploreNeighbourhood(
  queries: BasketQueries,
  query: NeighbourhoodQuery,
): Promise<Neighbourhood> {
  const { history, limit, excluded, customerId } = query;
  const interests = interestsOf(history.products, history.now);
  if (interests.size === 0) return { interests, neighbours: [], ranked: [] };
  const neighbours = await queries.neighboursOf({
    interests,
    now: history.now,
    basketsPerInterest: query.basketsPerInterest ?? BOUNDS.basketsPerInterest,
    neighbours: BOUNDS.neighbours,
    except: customerId,
    weighing,
  });
  const candidates = findCandidates(interests, neighbours, excluded);
  const evidence = await queries.evidenceOf(candidates.keys());
  return { interests, neighbours, ranked: rankCandidates(candidates, evidence, history.now, limit) };
}
