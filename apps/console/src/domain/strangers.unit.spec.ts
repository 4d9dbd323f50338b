import { describe, expect, it } from '@jest/globals';
import { strangersAmong } from './strangers.js';

const durable = (name: string, service: string) => ({ name, metadata: { 'waybill-service': service } });
const durables = [durable('analytics-sales', 'analytics'), durable('order-settlement_standard', 'order')];

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
    expect(strangersAmong([...durables, durable('order-mails', 'order')], services)).toEqual([]);
  });

  it('names one that says of no service that it is its own', () => {
    const foreign = { name: 'order-by-hand', metadata: {} };
    expect(strangersAmong([foreign], [{ name: 'order', description: {} }])).toEqual([foreign]);
  });
});
