import type { StackState } from '@waybill/stack';

/** Prints all addresses, the page to open first. */
export function printState({ urls, nats }: StackState): void {
  const { console, ...services } = urls;
  const lines = [
    ...(console === undefined ? [] : [line('open this', console), '']),
    ...Object.entries(services).map(([name, url]) => `${line(name, url)}  (API: ${url}/docs)`),
    line('nats', nats),
  ];
  process.stdout.write(`\n${lines.join('\n')}\n\n`);
}

function line(name: string, url: string): string {
  return `  ${name.padEnd(15)} ${url}`;
}
