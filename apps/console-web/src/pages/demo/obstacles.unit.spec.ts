import { describe, expect, it } from '@jest/globals';
import type { FaultsResponse, FaultSwitch } from '@waybill/console-api';
import { Problem } from '../../api/http.ts';
import { CannotAct, obstacleOf, whyNot } from './obstacles.ts';
import type { Action } from './scene.ts';

const held = { service: 'order', name: 'relay-paused', reachable: true } as FaultSwitch;
const faults: FaultsResponse = {
  switches: [held],
  processes: [{ name: 'nats', state: 'running', stoppable: true }],
  counters: [],
  countingSince: '',
  notResponding: [],
  brokerReachable: true,
};
const stop: Action = { kind: 'process', name: 'nats', action: 'stop' };
const hold: Action = { kind: 'switch', service: 'order', fault: 'relay-paused', value: 1 };

describe('an action', () => {
  it('is possible where its process and its fault are', () => {
    expect([stop, hold].map((action) => whyNot(action, faults))).toEqual([undefined, undefined]);
    expect(whyNot({ kind: 'orders', count: 1 }, { ...faults, switches: [], processes: [] })).toBeUndefined();
  });

  it('says what is missing and what to do', () => {
    expect(whyNot(stop, { ...faults, processes: [] })?.advice).toMatch('npm start');
    expect(whyNot(hold, { ...faults, switches: [] })?.advice).toMatch('WAYBILL_FAULTS=on');
    const away = { ...faults, switches: [{ ...held, reachable: false }] };
    expect(whyNot(hold, away)).toMatchObject({ why: 'order does not respond.' });
  });
});

describe('a failed action', () => {
  it('says each reason once', () => {
    const errors = [
      { pointer: '/a', message: 'it is down' },
      { pointer: '/b', message: 'so is that' },
    ];
    expect(obstacleOf(new Problem(422, 'Refused', 'it is down', errors)).why).toBe('it is down so is that');
  });

  it('asks for the right to operate where that is missing', () => {
    expect(obstacleOf(new Problem(403, 'Forbidden', 'may only look')).advice).toMatch('may operate');
  });

  it('tells a console that is down from a refusal, and keeps its own words', () => {
    expect(obstacleOf(new TypeError('Failed to fetch')).advice).toMatch('npm start');
    const obstacle = { why: 'nothing is in stock', advice: 'raise it' };
    expect(obstacleOf(new CannotAct(obstacle))).toBe(obstacle);
  });
});
