import { describe, expect, it } from '@jest/globals';
import type { FaultSwitch } from '@waybill/console-api';
import { unknownFaults } from './unknown-faults.ts';

const switches = [{ id: 'order/relay-paused' }] as FaultSwitch[];

describe('unknownFaults', () => {
  it('names the services that do not respond', () => {
    const known = { switches, brokerReachable: true };
    expect(unknownFaults({ ...known, notResponding: [] })).toBeUndefined();
    expect(unknownFaults({ ...known, notResponding: ['order'] })).toBe(
      'order does not respond: its faults can be read and healed once it responds.',
    );
    expect(unknownFaults({ ...known, notResponding: ['analytics', 'order'] })).toBe(
      'analytics and order do not respond: their faults can be read and healed once they respond.',
    );
  });

  it('names the broker if it is what the services wait for, also if no service is known', () => {
    const known = { switches, brokerReachable: false };
    expect(unknownFaults({ ...known, notResponding: ['analytics', 'order'] })).toMatch(
      /^Waiting for the broker: the faults of analytics and order/,
    );
    expect(unknownFaults({ ...known, notResponding: [] })).toMatch(/the faults of the services/);
  });

  it('does not take silence for health: no service has reported yet', () => {
    expect(unknownFaults({ switches: [], brokerReachable: true, notResponding: [] })).toMatch(/yet/);
  });
});
