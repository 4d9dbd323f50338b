export type Direction = 'to-server' | 'to-client';

/** What the network does with bytes that are on their way. */
export interface LinkCondition {
  /** Per chunk of at most 64 KiB, each way. */
  readonly latencyMs: number;
  /** Each way, per connection. */
  readonly bytesPerSecond: number;
  /**
   * Directions in which nothing arrives. As with lost packets, which the sender sends again, the bytes of a connection
   * that outlives this arrive afterwards, in order; a new connection is established only then.
   */
  readonly lost: readonly Direction[];
}

export const SOUND: LinkCondition = { latencyMs: 0, bytesPerSecond: Infinity, lost: [] };

export const BOTH: readonly Direction[] = ['to-server', 'to-client'];
