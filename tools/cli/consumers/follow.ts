import { setTimeout as delay } from 'node:timers/promises';
import { Progress } from '../../import/progress.ts';
import type { Io } from '../command.ts';

const POLL_MS = 250;
/** Where nothing is handled for so long, something else is wrong, and waiting tells no more. */
const PATIENCE_MS = 30_000;

export interface FollowOptions {
  /** Messages that the consumer has ahead of it. */
  ahead: () => Promise<number>;
  now?: () => number;
  wait?: (ms: number) => Promise<unknown>;
}

/** Shows how far a consumer is until it has caught up. Gives what is still ahead: at Ctrl-C, or where nothing moves. */
export async function follow(
  io: Io,
  { ahead, now = Date.now, wait = delay }: FollowOptions,
): Promise<number> {
  const progress = new Progress(io.stderr);
  let most = 0;
  let least = Number.POSITIVE_INFINITY;
  let movedAt = now();
  for (;;) {
    const left = await ahead();
    most = Math.max(most, left);
    if (left !== least) movedAt = now();
    least = left;
    progress.update(
      () => `handled again: ${(most - left).toLocaleString('en')} of ${most.toLocaleString('en')}`,
    );
    if (left === 0 || io.signal.aborted || now() - movedAt > PATIENCE_MS) {
      progress.clear();
      return left;
    }
    await wait(POLL_MS);
  }
}
