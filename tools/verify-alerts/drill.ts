import type { Site } from './site.ts';

/** A fault, and the alerts that it has to fire. */
export interface Drill {
  /** In words, for the table. */
  readonly fault: string;
  readonly alerts: readonly string[];
  /** Why it cannot be struck on this machine; undefined if it can. */
  readonly obstacle?: () => string | undefined;
  /** Strikes. @returns heals */
  strike(site: Site): Promise<() => Promise<unknown>>;
}
