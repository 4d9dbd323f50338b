import type { FaultsAnswer, FaultSwitch } from '@waybill/console-api';

/** Everything that is broken on purpose now: switches that are on, processes that do not run. */
export interface ActiveFault {
  id: string;
  sentence: string;
}

export function activeFaults({ switches, processes }: FaultsAnswer): ActiveFault[] {
  return [
    ...processes
      .filter(({ state }) => state === 'stopped')
      .map(({ name }) => ({ id: `process:${name}`, sentence: `${name} is stopped` })),
    ...switches
      .filter(({ value }) => value > 0)
      .map((one) => ({ id: one.id, sentence: `${one.service}: ${one.title.toLowerCase()}${strength(one)}` })),
  ];
}

/** What a switch's value means: `40 %`, `1500 ms`, `the next 3`; nothing for a toggle. */
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
