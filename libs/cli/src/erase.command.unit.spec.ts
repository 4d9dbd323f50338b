import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ErasureReport, InboxRecord, ServiceDescription } from '@waybill/messaging/operations';
import { call as callCommand } from './call.fixture.js';
import { CliError } from './cli-error.js';
import type { Platform } from './consumers/connect-consumers.js';
import { erase } from './erase.command.js';

const ERASED = { id: 'e-1', type: 'order.customer-erased' };

function describes(service: string, more: Partial<ServiceDescription> = {}): ServiceDescription {
  return {
    ...{ service, instance: service, startedAt: '', roles: [], waiting: [], drifts: [], health: [] },
    ...{ concurrency: 4, publishes: [], consumers: [], ...more },
  };
}

const follower = (consumer: string): ServiceDescription['consumers'][number] => ({
  ...{ consumer, formerly: [], durable: consumer, ignores: [], stream: 'ORDER', filters: [] },
  ...{ concurrency: 1, mode: 'none', attempts: 5 },
  routes: [{ type: ERASED.type, handler: 'ForgetCustomerWhenErased' }],
});

describe('waybill erase', () => {
  let running: Record<string, ServiceDescription[]>;
  let report: ErasureReport;
  let outcomes: InboxRecord['outcome'][];
  let asked: [string, string, unknown][];
  let refusal: Error | undefined;

  beforeEach(() => {
    running = {
      order: [describes('order', { erases: true })],
      analytics: [describes('analytics', { consumers: [follower('analytics-erasures')] })],
      payment: [describes('payment')],
    };
    report = { keys: 1, known: true, events: [ERASED] };
    outcomes = ['handled'];
    asked = [];
    refusal = undefined;
  });

  const platform = (): Platform => ({
    services: Object.keys(running),
    broker: {
      reader: {
        streamNames: () => Promise.resolve([]),
        streamStatus: () => Promise.resolve(undefined),
        durables: () => Promise.resolve([]),
        readPage: () => Promise.resolve([]),
      },
      admin: {
        deleteConsumer: () => Promise.resolve(),
        deleteStream: () => Promise.resolve(),
        reposition: () => Promise.resolve(),
      },
      reconcile: () => Promise.resolve(),
      examine: () => Promise.resolve([]),
    },
    link: {
      describe: (service) => Promise.resolve(running[service]!),
      askEach: () => Promise.resolve([]),
      ask: (service, request, payload) => {
        asked.push([service, request, payload]);
        if (request === 'personal.erase') {
          return refusal ? Promise.reject(refusal) : Promise.resolve(report as never);
        }
        const outcome = outcomes.length > 1 ? outcomes.shift()! : outcomes[0]!;
        const record = { consumer: 'analytics-erasures', eventId: ERASED.id, outcome };
        return Promise.resolve([{ ...record, handledAt: null, failed: [] }] as never);
      },
    },
  });

  const command = erase((_, work) => work(platform()));
  const call = (...args: string[]) => callCommand(command, 'erase', ...args);
  const erasing = () => call('--customer', 'ada', '--by', 'grace');

  it('erases where personal data is owned, and waits for those who follow', async () => {
    outcomes = [null, null, 'handled'];
    const { exitCode, stdout, stderr } = await erasing();
    expect(asked[0]).toEqual(['order', 'personal.erase', { dataSubject: 'ada', by: 'grace' }]);
    expect(asked.filter(([service]) => service === 'payment')).toEqual([]);
    expect(stdout).toContain('order: 1 key destroyed, its own tables are cleared');
    expect(stdout).toContain('analytics: analytics-erasures has followed');
    expect(stdout).toContain('customer ada is erased');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  it('succeeds again where it is repeated', async () => {
    report = { ...report, keys: 0 };
    const { exitCode, stdout } = await erasing();
    expect(stdout).toContain('order: no key was left');
    expect(exitCode).toBe(0);
  });

  it.each(['order', 'analytics', 'payment'])('begins nothing while %s does not respond', async (service) => {
    running[service] = [];
    const { exitCode, stderr } = await erasing();
    expect(stderr).toContain(`nothing was erased: no process of ${service} responds`);
    expect(exitCode).toBe(1);
    expect(asked).toEqual([]);
  });

  it('says that nobody knows the customer', async () => {
    report = { ...report, keys: 0, known: false };
    const { exitCode, stderr } = await erasing();
    expect(stderr).toContain('order never had a customer "ada"');
    expect(stderr).toContain('check the id');
    expect(exitCode).toBe(1);
  });

  it('does not report as done what a consumer has given up', async () => {
    outcomes = ['dead'];
    const { exitCode, stdout, stderr } = await erasing();
    expect(stdout).toContain('analytics-erasures HAS NOT followed');
    expect(stdout).not.toContain('is erased');
    expect(stderr).toContain('analytics-erasures gave up; dead-letters list shows why');
    expect(exitCode).toBe(1);
    const json = JSON.parse((await call('--customer', 'ada', '--json')).stdout) as object;
    expect(json).toMatchObject({ complete: false, followers: [{ outcome: 'dead' }] });
  });

  it('says what was refused, and that nothing was erased there', async () => {
    refusal = new CliError('the database is down', { code: 'FAILED' });
    const { exitCode, stderr } = await erasing();
    expect(stderr).toContain('order erased nothing: the database is down');
    expect(exitCode).toBe(1);
  });

  it('needs a customer', async () => {
    expect(await call()).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--customer') });
  });
});
