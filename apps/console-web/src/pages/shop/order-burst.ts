export interface BurstProgress {
  total: number;
  accepted: number;
  refused: number;
}

/** A limit, so that a hundred orders queue here and not in the browser's connections. */
const AT_ONCE = 6;

/**
 * Places `total` orders, some at once, each with its own number. A refused one does not stop the others.
 * @returns the outcome, with the error of the first refused one
 */
export async function placeBurst(
  total: number,
  place: (copy: number) => Promise<unknown>,
  onProgress: (progress: BurstProgress) => void,
): Promise<BurstProgress & { error?: unknown }> {
  const progress = { total, accepted: 0, refused: 0 };
  const errors: unknown[] = [];
  let next = 0;
  const work = async () => {
    while (next < total) {
      try {
        await place(next++);
        progress.accepted += 1;
      } catch (error) {
        progress.refused += 1;
        errors.push(error);
      }
      onProgress({ ...progress });
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, total) }, work));
  return { ...progress, error: errors[0] };
}
