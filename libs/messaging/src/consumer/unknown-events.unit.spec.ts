import { describe, expect, it } from '@jest/globals';
import { silentLog } from '../log.js';
import { UnknownEvents, type UnknownEvent } from './unknown-events.js';

const event: UnknownEvent = { consumer: 'sales', type: 'order.cancelled', version: 1 };

describe('what this code does not know', () => {
  it('is listed with how long and how often, warned of once, and told each time', () => {
    let now = 0;
    const warnings: unknown[] = [];
    const told: UnknownEvent[] = [];
    const log = { ...silentLog, warn: (fields: object) => void warnings.push(fields) };
    const unknown = new UnknownEvents(
      log,
      (each) => told.push(each),
      () => now,
    );
    unknown.note(event);
    now = 5_000;
    unknown.note(event);
    unknown.note({ ...event, version: 2 });
    expect(unknown.list()).toEqual([
      { ...event, since: new Date(0).toISOString(), returned: 2 },
      { ...event, version: 2, since: new Date(5_000).toISOString(), returned: 1 },
    ]);
    expect([warnings.length, told.length]).toEqual([2, 3]);
  });

  it('is forgotten once it no longer comes: another replica has it', () => {
    let now = 0;
    const unknown = new UnknownEvents(silentLog, undefined, () => now);
    unknown.note(event);
    now = 16_000;
    expect(unknown.list()).toEqual([]);
  });
});
