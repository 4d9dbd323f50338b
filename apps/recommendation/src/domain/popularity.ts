import { HALF_LIFE_MS, LASTING_SHARE, SESSION_WEIGHT, SHRINKAGE } from './model.js';

/**
 * Popularity that fades, without ever touching a product that nobody buys: forward decay (Cormode,
 * Shkapenyuk, Srivastava and Xu, ICDE 2009). Instead of old orders losing weight, newer ones weigh more,
 * by their distance from a fixed landmark; a read scales the sum back to the time it asks for. Adding and
 * taking away commute, so late and imported orders fall where they belong.
 */
const LANDMARK_MS = Date.UTC(2020, 0, 1);

/** Half-lives from the landmark, either way: 37 years, which leave room in a double for every sum and ratio. */
const MOST_HALF_LIVES = 450;

/** What is stored of a product's evidence. */
export interface Evidence {
  /** Sum of `heatAt` over the orders, and of a session's share of it over the sessions. */
  heat: number;
  /** Confirmed orders that hold it. */
  orders: number;
  /** Sessions that touched it. */
  sessions: number;
}

/** What one order, placed at `at` (milliseconds since the epoch), adds to the heat of each product in it. */
export function heatAt(at: number): number {
  return 2 ** halfLivesAt(at);
}

/** What one session that touched a product at `at` adds to its heat. */
export function sessionHeatAt(at: number): number {
  return SESSION_WEIGHT * heatAt(at);
}

/** How popular a product is, seen from `now`: in orders of then, the lasting share of all its evidence included. */
export function popularityFrom(now: number): (evidence: Evidence) => number {
  const scale = 1 / heatAt(now);
  return ({ heat, orders, sessions }) => heat * scale + LASTING_SHARE * (orders + SESSION_WEIGHT * sessions);
}

/** What a product of this popularity is multiplied by, so that being everywhere is no merit. */
export function damping(popularity: number, power: number): number {
  return (popularity + SHRINKAGE) ** -power;
}

function halfLivesAt(at: number): number {
  const halfLives = (at - LANDMARK_MS) / HALF_LIFE_MS;
  return Math.max(-MOST_HALF_LIVES, Math.min(MOST_HALF_LIVES, halfLives));
}
