import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { portPlan } from '../ports/port-plan.js';
import { brokerCount, brokerPlaces } from './broker-places.js';

it('a single broker has no routes; three have ports, streams and names of their own', () => {
  expect(brokerPlaces('/data', portPlan(21000), 1)).toEqual([
    { name: 'nats', storeDir: '/data/nats', port: 21011, monitoringPort: 21012 },
  ]);
  expect(brokerPlaces('/data', portPlan(21000), 3)).toEqual([
    { name: 'nats', storeDir: '/data/nats', port: 21011, monitoringPort: 21012, routePort: 21034 },
    { name: 'nats-2', storeDir: '/data/nats-2', port: 21030, monitoringPort: 21031, routePort: 21035 },
    { name: 'nats-3', storeDir: '/data/nats-3', port: 21032, monitoringPort: 21033, routePort: 21036 },
  ]);
});

describe('the number of brokers', () => {
  let folder: string;

  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'brokers-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is free on an empty folder, and one if nothing is said', () => {
    expect(brokerCount(folder, undefined)).toBe(1);
    expect(brokerCount(folder, 3)).toBe(3);
  });

  it('stays as it was if nothing is said', () => {
    mkdirSync(join(folder, 'nats'));
    expect(brokerCount(folder, undefined)).toBe(1);
    mkdirSync(join(folder, 'nats-3')); // the second one's disk was wiped
    expect(brokerCount(folder, undefined)).toBe(3);
  });

  it('does not change on existing streams, which another number of servers would delete', () => {
    mkdirSync(join(folder, 'nats'));
    expect(() => brokerCount(folder, 3)).toThrow(
      expect.objectContaining({
        code: 'BROKERS_DIFFER',
        message: expect.stringContaining('written by a single nats-server and would be lost'),
        fix: expect.stringContaining('--brokers 1'),
      }),
    );
    mkdirSync(join(folder, 'nats-2'));
    expect(() => brokerCount(folder, 1)).toThrow('written by a cluster of 3 nats-servers');
  });
});
