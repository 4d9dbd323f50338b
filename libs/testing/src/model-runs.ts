/** Set to a factor, such as 100, for more histories than `npm test` has time for, and other ones each time. */
const FACTOR = 'WAYBILL_MODEL_RUNS';

/** One history may take so long: what hangs is a failure that can be shrunk. */
const HISTORY_MS = 20_000;
/** On a busy machine. */
const USUAL_HISTORY_MS = 3_000;

export interface ModelRuns {
  /** Parameters of `fc.assert`. */
  readonly parameters: { readonly numRuns: number; readonly seed?: number; readonly timeout: number };
  /** For Jest: of the whole test. */
  readonly timeoutMs: number;
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
  const numRuns = Math.ceil(usual * (factor ?? 1));
  return {
    parameters: { numRuns, timeout: HISTORY_MS, ...(factor === undefined && { seed: 10 }) },
    timeoutMs: HISTORY_MS + numRuns * USUAL_HISTORY_MS,
  };
}
