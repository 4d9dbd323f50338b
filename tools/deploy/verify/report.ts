/** What holds, with the seconds since the beginning. */
export function report(line: string): void {
  console.log(`  ${line.padEnd(96)} ${(performance.now() / 1000).toFixed(1)} s`);
}
