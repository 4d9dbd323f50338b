import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Presence, ServiceDescription } from '@waybill/messaging/operations';
import { ServiceDirectory } from './service-directory.js';
import type { ServiceInspector } from './service-inspector.js';

const beat = (service: string, instance: string): Presence => ({
  service,
  instance,
  startedAt: '2026-01-01T00:00:00.000Z',
  roles: ['api'],
  waiting: [],
  drifts: [],
  health: [],
});

function setUp() {
  const ask = jest.fn<(service: string) => Promise<ServiceDescription>>();
  ask.mockImplementation(async (service) => ({
    ...beat(service, 'any'),
    concurrency: 4,
    publishes: [],
    consumers: [],
  }));
  return { ask, directory: new ServiceDirectory({ ask } as unknown as ServiceInspector) };
}

describe('ServiceDirectory', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('asks a service what it does at first sight and for each new process, and not at every beat', async () => {
    const { ask, directory } = setUp();
    await directory.heard(beat('order', 'a'));
    await directory.heard(beat('order', 'a'));
    expect(ask).toHaveBeenCalledTimes(1);
    await directory.heard(beat('order', 'b'));
    expect(ask).toHaveBeenCalledTimes(2);
    expect(directory.services()).toMatchObject([{ name: 'order', up: true, instances: [{}, {}] }]);
  });

  it('asks again at the next beat if there was no reply', async () => {
    const { ask, directory } = setUp();
    ask.mockRejectedValueOnce(new Error('silence'));
    await expect(directory.heard(beat('order', 'a'))).rejects.toThrow('silence');
    expect(directory.find('order')).toMatchObject({ up: true, description: undefined });
    await directory.heard(beat('order', 'a'));
    expect(directory.find('order')?.description).toBeDefined();
  });

  it('misses a process after three beats, and keeps what its service has to do', async () => {
    const { directory } = setUp();
    await directory.heard(beat('order', 'a'));
    jest.advanceTimersByTime(4_000);
    await directory.heard(beat('order', 'b'));
    jest.advanceTimersByTime(3_000);
    expect(directory.find('order')?.instances.map(({ instance }) => instance)).toEqual(['b']);
    jest.advanceTimersByTime(4_000);
    expect(directory.find('order')).toMatchObject({ up: false, instances: [] });
    expect(directory.find('order')?.description).toBeDefined();
  });
});
