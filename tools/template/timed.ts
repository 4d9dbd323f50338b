/** One step, with its seconds once it is done. */
export async function timed(what: string, work: () => Promise<unknown>): Promise<void> {
  const started = performance.now();
  await work();
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  console.log(`${what.padEnd(88)} ${seconds.padStart(6)} s`);
}
