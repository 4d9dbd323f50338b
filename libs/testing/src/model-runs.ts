/** Set to a factor, such as 100, for more runs than `npm test` has time for, and with other histories each time. */
const FACTOR = 'WAYBILL_MODEL_RUNS';

/** Of `fc.assert`, and of nothing else here. */
export interface ModelRuns {
  readonly numRuns: number;
  readonly seed?: number;
  /** Milliseconds for one history: what hangs is a failure that can be shrunk. */
  readonly timeout: number;
}

/**
 * How many random histories a model is tried with: the same ones each time, so that `npm test` does not depend on luck.
 *
 * @param usual in `npm test`: seconds at most
 */
export function modelRuns(usual: number, env: NodeJS.ProcessEnv = process.env): ModelRuns {
  const factor = env[FACTOR] === undefined ? undefined : Number(env[FACTOR]);
  if (factor !== undefined && !(factor > 0)) {
    throw new Error(`${FACTOR} is a positive number, such as 100, not "${env[FACTOR]}"`);
  }
  const timeout = 20_000;
  return factor === undefined
    ? { numRuns: usual, seed: 10, timeout }
    : { numRuns: Math.ceil(usual * factor), timeout };
}
