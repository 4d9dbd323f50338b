import type { FaultsResponse } from '@waybill/console-api';

type Known = Pick<FaultsResponse, 'notResponding' | 'brokerReachable' | 'switches'>;

const LIST = new Intl.ListFormat('en-GB');

/** Whose faults are not known, and cannot be healed now, and what that waits for; undefined if all are known. */
export function unknownFaults({ notResponding, brokerReachable, switches }: Known): string | undefined {
  const names = LIST.format(notResponding);
  if (!brokerReachable) {
    return `Waiting for the broker: the faults of ${names || 'the services'} can be read and healed once it responds.`;
  }
  if (notResponding.length > 0) {
    const [verb, whose] = notResponding.length === 1 ? ['does', 'its'] : ['do', 'their'];
    return `${names} ${verb} not respond: ${whose} faults can be read and healed once ${verb === 'does' ? 'it responds' : 'they respond'}.`;
  }
  return switches.length === 0 ? 'No service has reported its faults yet.' : undefined;
}
