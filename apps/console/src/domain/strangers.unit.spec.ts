import { describe, expect, it } from '@jest/globals';
import { strangersAmong } from './strangers.js';

const durables = [{ name: 'analytics-count-sales' }, { name: 'order-standard-3' }];

describe('strangersAmong', () => {
  it('names the durables of services that have not described themselves', () => {
    const services = [
      { name: 'order', description: {} },
      { name: 'analytics', description: undefined },
    ];
    expect(strangersAmong(durables, services)).toEqual([durables[0]]);
    expect(strangersAmong(durables, [])).toEqual(durables);
  });

  it('knows a durable that its service has no more use for', () => {
    const services = ['order', 'analytics'].map((name) => ({ name, description: {} }));
    expect(strangersAmong([...durables, { name: 'order-old-handler' }], services)).toEqual([]);
  });
});
