import { setTimeout as delay } from 'node:timers/promises';

/** The first result that will do. @throws with the last one if none does in time */
export async function eventually<T>(
  ask: () => Promise<T>,
  willDo: (answer: T) => boolean,
  withinMs = 20_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (willDo(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`still not: ${JSON.stringify(answer)}`);
    await delay(50);
  }
}
