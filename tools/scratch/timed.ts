/** One step, printed with its seconds once it is done. Returns them. */
export async function timed(what: string, work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  const seconds = (performance.now() - started) / 1_000;
  console.log(`${what.padEnd(88)} ${seconds.toFixed(1).padStart(6)} s`);
  return seconds;
}
