import type { StackState } from '@waybill/stack';

/** Where everything is. */
export function printState({ urls, nats }: StackState): void {
  const lines = [
    ...Object.entries(urls).map(([name, url]) => `  ${name.padEnd(15)} ${url}  (API: ${url}/docs)`),
    `  ${'nats'.padEnd(15)} ${nats}`,
  ];
  process.stdout.write(`\n${lines.join('\n')}\n\n`);
}
