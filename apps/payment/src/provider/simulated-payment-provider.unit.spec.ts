import { describe, expect, it } from '@jest/globals';
import { SimulatedPaymentProvider, type PaymentRules } from './simulated-payment-provider.js';

const REQUESTED_AT = new Date('2026-11-28T12:00:00.000Z');
const rulesWith = (rules: Partial<PaymentRules>): PaymentRules => ({
  declineCustomers: [],
  undecidedCustomers: [],
  undecidedPercent: 0,
  undecidedMs: 60_000,
  delayMs: 0,
  ...rules,
});
const request = {
  orderId: '019abc12-3456-7abc-8def-0123456789ab',
  customerId: 'alice',
  amount: '10',
  currency: 'GBP',
  requestedAt: REQUESTED_AT,
};

const ask = (rules: Partial<PaymentRules>, change: Partial<typeof request> = {}, afterMs = 0) =>
  new SimulatedPaymentProvider(rulesWith(rules), () => REQUESTED_AT.getTime() + afterMs).authorise(
    { ...request, ...change },
    new AbortController().signal,
  );

const APPROVED = { outcome: 'approved' };
const DECLINED = { outcome: 'declined', detail: expect.any(String) };
const UNDECIDED = { outcome: 'undecided' };

describe('the simulated payment provider', () => {
  it('approves if no rule applies', async () => {
    expect(await ask({}, { amount: '999999999999' })).toEqual(APPROVED);
  });

  it('declines amounts over the limit, and not the limit itself', async () => {
    expect(await ask({ declineOver: '100.5' }, { amount: '100.50' })).toEqual(APPROVED);
    expect(await ask({ declineOver: '100.5' }, { amount: '100.500001' })).toEqual(DECLINED);
  });

  it('declines customers by name and by prefix', async () => {
    const rules = { declineCustomers: ['mallory', 'declined-*'] };
    expect(await ask(rules, { customerId: 'mallory' })).toEqual(DECLINED);
    expect(await ask(rules, { customerId: 'declined-7' })).toEqual(DECLINED);
    expect(await ask(rules, { customerId: 'mallory2' })).toEqual(APPROVED);
  });

  it('is undecided about some customers until its time has passed, then as about all others', async () => {
    const rules = { undecidedCustomers: ['undecided-*'], declineCustomers: ['undecided-eve'] };
    for (const customerId of ['undecided-eve', 'undecided-ada']) {
      expect(await ask(rules, { customerId }, 59_999)).toEqual(UNDECIDED);
    }
    expect(await ask(rules, { customerId: 'undecided-eve' }, 60_000)).toEqual(DECLINED);
    expect(await ask(rules, { customerId: 'undecided-ada' }, 60_000)).toEqual(APPROVED);
  });

  it('is not undecided for long about a request by a clock that is ahead', async () => {
    const rules = { undecidedCustomers: ['undecided-*'] };
    expect(await ask(rules, { customerId: 'undecided-ada' }, -3_600_000)).toEqual(APPROVED);
  });

  it('is undecided about the given share of orders, each time the same ones', async () => {
    const orderIds = Array.from(
      { length: 100 },
      (_, i) => `019abc12-3456-7abc-8def-0123${i.toString(16).padStart(8, '0')}`,
    );
    const undecided = async () => {
      const outcomes = await Promise.all(
        orderIds.map((orderId) => ask({ undecidedPercent: 7 }, { orderId })),
      );
      return orderIds.filter((_, i) => outcomes[i]!.outcome === 'undecided');
    };
    expect(await undecided()).toEqual(orderIds.slice(0, 7));
    expect(await undecided()).toEqual(orderIds.slice(0, 7));
  });

  it('stops waiting when aborted', async () => {
    const provider = new SimulatedPaymentProvider(rulesWith({ delayMs: 60_000 }));
    await expect(provider.authorise(request, AbortSignal.abort())).rejects.toThrow('aborted');
  });
});
