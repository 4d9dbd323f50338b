import type { FaultsAnswer, FaultsChange, FaultSwitch } from '@waybill/console-api';

/** What the page shows until the server has answered a change: the switches as asked for. Processes take their time. */
export function expectedFaults(faults: FaultsAnswer, { heal, switches = [] }: FaultsChange): FaultsAnswer {
  const asked = new Map(switches.map(({ id, value }) => [id, value]));
  return {
    ...faults,
    switches: faults.switches.map((one) => {
      if (!one.reachable) return one;
      return { ...one, value: heal ? 0 : clamp(asked.get(one.id) ?? one.value, one.max) };
    }),
  };
}

function clamp(value: number, max: number): number {
  return Math.min(max, Math.max(0, value));
}

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

/** What a switch's value means: `40 %`, `1500 ms`, `3 left`; nothing for a toggle. */
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
      return `${value} left`;
  }
}

function strength(one: FaultSwitch): string {
  return one.kind === 'toggle' ? '' : ` (${valueInWords(one, one.value)})`;
}

export interface ServiceSwitches {
  service: string;
  /** One that does not answer has unreachable switches only. */
  reachable: boolean;
  switches: FaultSwitch[];
}

export function switchesByService(switches: readonly FaultSwitch[]): ServiceSwitches[] {
  return [...Map.groupBy(switches, ({ service }) => service)]
    .map(([service, own]) => ({ service, reachable: own.some(({ reachable }) => reachable), switches: own }))
    .sort((a, b) => (a.service < b.service ? -1 : 1));
}
