import { HALF_LIFE_MS, LASTING_SHARE, SESSION_WEIGHT, SHRINKAGE } from './model.js';

/**
 * Popularity that decays without updates: forward decay (Cormode, Shkapenyuk, Srivastava and Xu, ICDE 2009). Instead of
 * old orders losing weight, newer ones weigh more, by their distance from a fixed landmark; a read scales the sum back to
 * its own time. Adding and subtracting are commutative, so late and imported orders are weighed correctly.
 */
const LANDMARK_MS = Date.UTC(2020, 0, 1);

/** Half-lives before or after the landmark: 37 years, so that every sum and ratio fits into a double. */
const MAX_HALF_LIVES = 450;

/** The stored evidence of a product. */
export interface Evidence {
  /** The sum of `heatAt` over the orders and of `sessionHeatAt` over the sessions. */
  heat: number;
  /** Confirmed orders with it. */
  orders: number;
  /** Sessions with it. */
  sessions: number;
}

/** What an order, placed at `at` (milliseconds since the epoch), adds to the heat of each of its products. */
export function heatAt(at: number): number {
  return 2 ** halfLivesAt(at);
}

/** What a session adds to the heat of a product that was viewed or carted at `at`. */
export function sessionHeatAt(at: number): number {
  return SESSION_WEIGHT * heatAt(at);
}

/** How popular a product is at `now`, in orders of that time, including the lasting share of all its evidence. */
export function popularityFrom(now: number): (evidence: Evidence) => number {
  const scale = 1 / heatAt(now);
  return ({ heat, orders, sessions }) => heat * scale + LASTING_SHARE * (orders + SESSION_WEIGHT * sessions);
}

/** The factor for a product of this popularity, so that popular products do not dominate. */
export function damping(popularity: number, power: number): number {
  return (popularity + SHRINKAGE) ** -power;
}

function halfLivesAt(at: number): number {
  const halfLives = (at - LANDMARK_MS) / HALF_LIFE_MS;
  return Math.max(-MAX_HALF_LIVES, Math.min(MAX_HALF_LIVES, halfLives));
}
