import { describe, expect, it } from '@jest/globals';
import { FaultsNotAllowed, FaultSwitches, InvalidFaultValue, UnknownFault } from './fault-switches.js';
import { withLibraryFaults } from './library-faults.js';

const SLOW = {
  name: 'slow',
  title: 'Slow',
  description: 'Waits.',
  kind: 'milliseconds',
  max: 500,
} as const;

describe('the fault switches', () => {
  it('are all off at the start, and hold what they are set to', async () => {
    const switches = new FaultSwitches(true);
    const fault = switches.declare(SLOW);
    expect([fault.value, switches.list()]).toEqual([0, [{ ...SLOW, value: 0 }]]);
    expect(await switches.set('slow', 500)).toEqual({ ...SLOW, value: 500 });
    expect(fault.value).toBe(500);
    await switches.set('slow', 0);
    expect(switches.list()).toMatchObject([{ value: 0 }]);
  });

  it('refuse what they do not know, and say what they take', async () => {
    const switches = new FaultSwitches(true);
    const fault = switches.declare(SLOW);
    await expect(switches.set('fast', 1)).rejects.toThrow(UnknownFault);
    await expect(switches.set('fast', 1)).rejects.toThrow('only: slow');
    for (const value of [-1, 501, 0.5, Number.NaN]) {
      await expect(switches.set('slow', value)).rejects.toThrow(InvalidFaultValue);
    }
    expect(fault.value).toBe(0);
    expect(() => switches.declare(SLOW)).toThrow('two faults are named slow');
  });

  it('stay as they are where the switch itself refuses', async () => {
    const switches = new FaultSwitches(true);
    const fault = switches.declare(SLOW, async () => {
      throw new Error('not now');
    });
    await expect(switches.set('slow', 1)).rejects.toThrow('not now');
    expect(fault.value).toBe(0);
  });

  it('are none where they are not allowed, and leave alone what they would wrap', async () => {
    const switches = new FaultSwitches(false);
    const invoke = async () => undefined;
    const subscriber = { subscribe: async () => ({ stop: async () => undefined }) };
    const poke = () => undefined;
    const parts = withLibraryFaults(switches, { invoke, subscriber, consumes: true, publishes: true, poke });
    expect(parts.invoke).toBe(invoke);
    expect(parts.subscriber).toBe(subscriber);
    switches.declare(SLOW);
    expect(switches.list()).toEqual([]);
    await expect(switches.set('slow', 1)).rejects.toThrow(FaultsNotAllowed);
    await expect(switches.set('slow', 1)).rejects.toThrow('WAYBILL_FAULTS=on');
  });

  it('are only those that can have an effect in the service', () => {
    const named = (consumes: boolean, publishes: boolean) => {
      const switches = new FaultSwitches(true);
      const subscriber = { subscribe: async () => ({ stop: async () => undefined }) };
      withLibraryFaults(switches, {
        invoke: async () => undefined,
        subscriber,
        consumes,
        publishes,
        poke: () => undefined,
      });
      return switches.list().map(({ name }) => name);
    };
    expect(named(true, true).sort()).toEqual([
      'crash-next',
      'dependency-down',
      'duplicate-delivery',
      'failing-handler',
      'hang-next',
      'poison-next',
      'relay-paused',
      'slow-consumer',
    ]);
    expect(named(false, true)).toEqual(['relay-paused']);
    expect(named(false, false)).toEqual([]);
  });
});
