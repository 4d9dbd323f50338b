/** Mulberry32: the same numbers from 0 to 1 for the same seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Exponential times of that mean: what comes between random arrivals (Poisson), or how long a handler takes. */
export function exponentialTimes(mean: number, seed: number): () => number {
  const random = generator(seed);
  return () => -mean * Math.log(1 - random());
}
