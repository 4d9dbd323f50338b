/**
 * One step of a start: with its seconds once it is finished, without where it only begins.
 *
 * @param {string} line
 * @param {number} [seconds]
 */
export function step(line, seconds) {
  const time = seconds === undefined ? '' : ` ${seconds.toFixed(1).padStart(6)} s`;
  process.stdout.write(`  ${line.padEnd(84)}${time}`.trimEnd() + '\n');
}
