import type { FaultsResponse, FaultsChange, FaultSwitch } from '@waybill/console-api';

/** What the page shows until the server has responded to a change: the faults as requested. */
export function expectedFaults(
  faults: FaultsResponse,
  { heal, switches = [] }: FaultsChange,
): FaultsResponse {
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

export interface ServiceSwitches {
  service: string;
  /** False if the service does not respond. */
  reachable: boolean;
  switches: FaultSwitch[];
}

export function switchesByService(switches: readonly FaultSwitch[]): ServiceSwitches[] {
  return [...Map.groupBy(switches, ({ service }) => service)]
    .map(([service, own]) => ({ service, reachable: own.some(({ reachable }) => reachable), switches: own }))
    .sort((a, b) => (a.service < b.service ? -1 : 1));
}
