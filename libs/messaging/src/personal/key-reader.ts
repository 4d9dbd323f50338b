import type { FoundKey } from './subject-keys.js';

/** Reads keys where they are: in the database of the service, or at another that owns them. At most 500 at once. */
export type FindKeys = (owner: string, ids: readonly string[]) => Promise<ReadonlyMap<string, FoundKey>>;

export const MOST_KEYS = 500;
const MOST_CACHED = 10_000;
/** For so long a key is used after it was destroyed elsewhere. */
export const KEY_CACHE_MS = 60_000;

/** Keeps the keys that handlers needed, so that an event costs no request: its data subject had others before. */
export class KeyReader {
  readonly #cached = new Map<string, { found: FoundKey; until: number }>();

  constructor(
    private readonly find: FindKeys,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Those of these ids that the owner knows. @throws what reading them threw */
  async read(owner: string, ids: ReadonlySet<string>): Promise<Map<string, FoundKey>> {
    const now = this.now();
    const keys = new Map<string, FoundKey>();
    const missing: string[] = [];
    for (const id of ids) {
      const cached = this.#cached.get(id);
      if (cached && cached.until > now) keys.set(id, cached.found);
      else missing.push(id);
    }
    for (let from = 0; from < missing.length; from += MOST_KEYS) {
      const found = await this.find(owner, missing.slice(from, from + MOST_KEYS));
      for (const [id, key] of found) {
        keys.set(id, key);
        this.#keep(id, { found: key, until: now + KEY_CACHE_MS });
      }
    }
    return keys;
  }

  /** The oldest make room. */
  #keep(id: string, entry: { found: FoundKey; until: number }): void {
    this.#cached.delete(id);
    this.#cached.set(id, entry);
    if (this.#cached.size <= MOST_CACHED) return;
    for (const oldest of this.#cached.keys()) {
      this.#cached.delete(oldest);
      break;
    }
  }
}
