import { describe, expect, it } from '@jest/globals';
import { SimulatedPaymentProvider, type PaymentRules } from './simulated-payment-provider.js';

const ask = (rules: Partial<PaymentRules>, request: { customerId?: string; amount?: string }) =>
  new SimulatedPaymentProvider({ declineCustomers: [], delayMs: 0, ...rules }).authorise(
    { orderId: 'o', customerId: 'alice', amount: '10', currency: 'GBP', ...request },
    new AbortController().signal,
  );

describe('the simulated payment provider', () => {
  it('approves if no rule applies', async () => {
    expect(await ask({}, { amount: '999999999999' })).toEqual({ approved: true });
  });

  it('declines amounts over the limit, and not the limit itself', async () => {
    expect(await ask({ declineOver: '100.5' }, { amount: '100.50' })).toEqual({ approved: true });
    expect(await ask({ declineOver: '100.5' }, { amount: '100.500001' })).toMatchObject({ approved: false });
  });

  it('declines customers by name and by prefix', async () => {
    const rules = { declineCustomers: ['mallory', 'declined-*'] };
    expect(await ask(rules, { customerId: 'mallory' })).toMatchObject({ approved: false });
    expect(await ask(rules, { customerId: 'declined-7' })).toMatchObject({ approved: false });
    expect(await ask(rules, { customerId: 'mallory2' })).toEqual({ approved: true });
  });

  it('stops waiting when aborted', async () => {
    const provider = new SimulatedPaymentProvider({ declineCustomers: [], delayMs: 60_000 });
    const request = { orderId: 'o', customerId: 'c', amount: '1', currency: 'GBP' };
    await expect(provider.authorise(request, AbortSignal.abort())).rejects.toThrow('aborted');
  });
});
