import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks again until the answer is truthy, and gives that answer: for what only a question tells (a row, a
 * consumer's state). What a spy can tell, a spy should.
 *
 * @throws Error after `timeoutMs`, with the last answer or the error that the last question ended in
 */
export async function eventually<T>(
  question: () => T | Promise<T>,
  { timeoutMs = 60_000, what = question.toString() }: { timeoutMs?: number; what?: string } = {},
): Promise<NonNullable<Exclude<T, false>>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    let answer: unknown;
    try {
      const given = await question();
      if (given) return given as NonNullable<Exclude<T, false>>;
      answer = given;
    } catch (error) {
      answer = error;
    }
    if (performance.now() > deadline) {
      throw new Error(`not within ${timeoutMs} ms: ${what}; last answer: ${String(answer)}`);
    }
    await delay(10);
  }
}
