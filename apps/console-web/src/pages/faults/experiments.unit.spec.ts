import { describe, expect, it } from '@jest/globals';
import type { FaultsResponse, FaultSwitch } from '@waybill/console-api';
import { changeOf, actionWords, EXPERIMENTS, obstacle } from './experiments.ts';

const poison: FaultSwitch = {
  id: 'analytics/poison-next',
  service: 'analytics',
  name: 'poison-next',
  title: 'Poison the next messages',
  description: '',
  kind: 'count',
  value: 0,
  max: 100,
  reachable: true,
};
const faults: FaultsResponse = {
  switches: [poison],
  processes: [{ name: 'nats', state: 'running', stoppable: true }],
  counters: [],
  notResponding: [],
  brokerReachable: true,
  countingSince: '',
};
const stop = { kind: 'process', name: 'nats', action: 'stop' } as const;
const start = { ...stop, action: 'start' } as const;
const flip = { kind: 'switch', service: 'analytics', fault: 'poison-next', value: 1 } as const;

describe('a step of an experiment', () => {
  it('has the text of the control that does the same', () => {
    expect(actionWords(stop, [])).toBe('Stop nats');
    expect(actionWords(flip, [poison])).toBe('Switch on: poison the next messages');
  });

  it('requests the change that its text says, within the fault’s bounds', () => {
    expect(changeOf(stop, [])).toEqual({ processes: [{ name: 'nats', action: 'stop' }] });
    expect(changeOf({ ...flip, value: 900 }, [poison])).toEqual({
      switches: [{ id: poison.id, value: 100 }],
    });
    expect(changeOf({ kind: 'orders', count: 3 }, [])).toBeUndefined();
  });

  it('says why it is not possible now', () => {
    expect(obstacle(stop, faults)).toBeUndefined();
    expect(obstacle(start, faults)).toBe('nats is already running.');
    expect(obstacle(stop, { ...faults, processes: [] })).toMatch('cannot stop processes');
    expect(obstacle(flip, faults)).toBeUndefined();
    expect(obstacle(flip, { ...faults, switches: [{ ...poison, value: 2 }] })).toBe('It is already on.');
    expect(obstacle(flip, { ...faults, switches: [{ ...poison, reachable: false }] })).toMatch(
      'does not respond',
    );
    expect(obstacle({ ...flip, service: 'order' }, faults)).toBe('order has no such fault.');
  });

  it('belongs to an experiment that ends healed or with everything running', () => {
    for (const { id, steps } of EXPERIMENTS) {
      const actions = steps.flatMap(([, action]) => action ?? []);
      const breaks = actions.some(({ kind }) => kind === 'process' || kind === 'switch');
      const heals = actions.some(
        (action) => action.kind === 'heal' || (action.kind === 'process' && action.action !== 'stop'),
      );
      expect({ id, breaks, heals }).toEqual({ id, breaks: true, heals: true });
    }
  });
});
