import type { FaultsResponse, FaultSwitch } from '@waybill/console-api';

/** The faults that are on, and the processes that are stopped. */
export function activeFaults({ switches, processes }: FaultsResponse): { id: string; sentence: string }[] {
  return [
    ...processes
      .filter(({ state }) => state === 'stopped')
      .map(({ name }) => ({ id: `process:${name}`, sentence: `${name} is stopped` })),
    ...switches
      .filter(({ value }) => value > 0)
      .map((one) => ({ id: one.id, sentence: `${one.service}: ${one.title.toLowerCase()}${strength(one)}` })),
  ];
}

/** A fault's value in words: `40 %`, `1500 ms`, `the next 3`, `on`. */
export function valueInWords({ kind }: Pick<FaultSwitch, 'kind'>, value: number): string {
  if (value === 0) return 'off';
  switch (kind) {
    case 'toggle':
      return 'on';
    case 'percent':
      return `${value} %`;
    case 'milliseconds':
      return value < 1_000 ? `${value} ms` : `${value / 1_000} s`;
    case 'count':
      return `the next ${value}`;
  }
}

function strength(one: FaultSwitch): string {
  return one.kind === 'toggle' ? '' : ` (${valueInWords(one, one.value)})`;
}
