import { describe, expect, it } from '@jest/globals';
import type { FaultsResponse, FaultSwitch } from '@waybill/console-api';
import { activeFaults, valueInWords } from './active-faults.ts';
import { expectedFaults, switchesByService } from './expected-faults.ts';

const slow: FaultSwitch = {
  id: 'analytics/slow-consumer',
  service: 'analytics',
  name: 'slow-consumer',
  title: 'Slow consumer',
  description: 'Each message takes this much longer.',
  kind: 'milliseconds',
  value: 0,
  max: 5_000,
  reachable: true,
};
const paused: FaultSwitch = {
  ...slow,
  id: 'order/relay-paused',
  service: 'order',
  name: 'relay-paused',
  title: 'Relay paused',
  kind: 'toggle',
  max: 1,
};
const faults: FaultsResponse = {
  switches: [slow, paused],
  notResponding: [],
  brokerReachable: true,
  processes: [
    { name: 'nats', state: 'running', stoppable: true },
    { name: 'analytics', state: 'stopped', stoppable: true },
  ],
  counters: [],
  countingSince: '2026-11-22T10:00:00.000Z',
};
const values = ({ switches }: FaultsResponse) => switches.map(({ value }) => value);

describe('the expected state of the faults', () => {
  it('has the switch that was set, within its bounds, and the others as they were', () => {
    expect(values(expectedFaults(faults, { switches: [{ id: slow.id, value: 9_999 }] }))).toEqual([5_000, 0]);
    expect(values(expectedFaults(faults, { switches: [{ id: paused.id, value: 1 }] }))).toEqual([0, 1]);
  });

  it('has every switch off once everything is healed', () => {
    const broken = {
      ...faults,
      switches: [
        { ...slow, value: 900 },
        { ...paused, value: 1 },
      ],
    };
    expect(values(expectedFaults(broken, { heal: true }))).toEqual([0, 0]);
  });

  it('does not show a change for a service that does not respond', () => {
    const away = { ...faults, switches: [{ ...slow, value: 900, reachable: false }] };
    expect(values(expectedFaults(away, { heal: true }))).toEqual([900]);
  });
});

describe('the active faults', () => {
  it('are the stopped processes and the faults that are on, with their values', () => {
    const broken = {
      ...faults,
      switches: [
        { ...slow, value: 1_500 },
        { ...paused, value: 1 },
      ],
    };
    expect(activeFaults(broken).map(({ sentence }) => sentence)).toEqual([
      'analytics is stopped',
      'analytics: slow consumer (1.5 s)',
      'order: relay paused',
    ]);
  });
});

describe('a switch', () => {
  it('shows its value by its kind', () => {
    expect(valueInWords({ kind: 'percent' }, 40)).toBe('40 %');
    expect(valueInWords({ kind: 'count' }, 3)).toBe('the next 3');
    expect(valueInWords({ kind: 'milliseconds' }, 250)).toBe('250 ms');
    expect(valueInWords({ kind: 'toggle' }, 1)).toBe('on');
    expect(valueInWords({ kind: 'percent' }, 0)).toBe('off');
  });

  it('is grouped by service, which is unreachable when all its switches are', () => {
    const grouped = switchesByService([paused, { ...slow, reachable: false }]);
    expect(grouped.map(({ service, reachable }) => [service, reachable])).toEqual([
      ['analytics', false],
      ['order', true],
    ]);
  });
});
