/**
 * One finished step of a start, with its seconds.
 *
 * @param {string} line
 * @param {number} seconds
 */
export function step(line, seconds) {
  process.stdout.write(`  ${line.padEnd(84)} ${seconds.toFixed(1).padStart(6)} s\n`);
}
