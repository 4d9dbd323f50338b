import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditEntry, AuditResponse } from '@waybill/console-api';
import type { AuditRecord, ConsumerDescription } from '@waybill/messaging/operations';
import { PgDatabase } from '@waybill/service/postgres';
import type { TestService } from '@waybill/service/testing';
import { Audit } from '../application/audit.js';
import { FakeService } from '../testing/fake-service.js';
import { startTestConsole } from '../testing/test-console.js';

const OPERATE = 'may-operate-the-platform';
const SALES: ConsumerDescription = {
  ...{
    consumer: 'sales',
    formerly: [],
    durable: 'sales',
    ignores: [],
    stream: 'ORDER',
    filters: ['order.>'],
  },
  ...{ concurrency: 1, mode: 'key', attempts: 1, routes: [] },
};
const AS_OPERATOR = { authorization: `Bearer ${OPERATE}`, 'content-type': 'application/json' };

describe('the audit', () => {
  let console: TestService;
  let fake: FakeService;
  const recorded: AuditRecord[] = [];

  beforeAll(async () => {
    console = await startTestConsole({ CONSOLE_TOKEN: OPERATE, CONSOLE_OTLP_TOKEN: `${OPERATE}-otlp` });
    fake = await FakeService.start();
    await fake.introduce(console, { publishes: [], consumers: [SALES] });
    await fake.answer('audit.list', ({ limit, before }) =>
      recorded.filter(({ at }) => before === undefined || at < before).slice(0, limit),
    );
  });

  afterAll(async () => {
    await fake?.close();
    await console?.close();
  });

  const send = async (method: string, path: string, body: object) => {
    const init = { method, headers: AS_OPERATOR, body: JSON.stringify(body) };
    return (await fetch(console.url + path, init)).status;
  };
  const audit = async (query = ''): Promise<AuditResponse> => {
    const response = await fetch(`${console.url}/api/audit${query}`, { headers: AS_OPERATOR });
    return (await response.json()) as AuditResponse;
  };
  const newest = async (): Promise<AuditEntry> => (await audit()).entries[0]!;

  it('has who did what on what, with what they said, and without a payload', async () => {
    await fake.answer('outbox.retry', () => true);
    expect(await send('POST', `/api/outbox/${fake.name}/7/retry`, {})).toBe(200);
    expect(await newest()).toEqual({
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      service: 'console',
      action: 'outbox.retry',
      target: `${fake.name} 7`,
      by: 'CONSOLE_TOKEN',
      verifiedBy: 'token',
      detail: {},
    });

    const payload = '{"email":"ana@example.com"}';
    await send('POST', '/api/dead-letters/999/replay', { by: 'Ana', payload });
    expect(await newest()).toMatchObject({
      action: 'dead-letters.replay',
      target: '999',
      by: 'Ana (CONSOLE_TOKEN)',
      error: expect.any(String),
    });
    expect(JSON.stringify(await audit())).not.toContain('ana@example.com');
  });

  it('has changes that failed, and none that only looked', async () => {
    const before = (await audit()).entries.length;
    await fetch(`${console.url}/api/dead-letters/groups`, { headers: AS_OPERATOR });
    expect(await send('PUT', '/api/faults', { switches: [{ id: 'no/such', value: 1 }] })).toBe(422);
    const { entries } = await audit();
    expect(entries).toHaveLength(before + 1);
    expect(entries[0]).toMatchObject({ action: 'faults.change', error: expect.stringContaining('no/such') });
    expect(await send('PUT', '/api/faults', { resetCounters: true })).toBe(200);
    expect(await newest()).toMatchObject({ action: 'faults.change', detail: { resetCounters: true } });
  });

  it('names the operator to the service that makes the change', async () => {
    const operators: (string | undefined)[] = [];
    await fake.answer('consumers.pause', ({ consumer }, operator) => {
      operators.push(operator);
      return { consumer, until: null, reason: null };
    });
    await fake.answer('consumers.resume', ({ consumer }, operator) => {
      operators.push(operator);
      return { consumer, wasPaused: true };
    });
    expect(await send('POST', '/api/consumers/sales/pause', {})).toBe(200);
    expect(await send('POST', '/api/consumers/sales/resume', {})).toBe(200);
    expect(operators).toEqual(['CONSOLE_TOKEN', 'CONSOLE_TOKEN']);
  });

  it('shows what services recorded, in the order of time', async () => {
    recorded.push({
      at: new Date(Date.now() + 60_000).toISOString().replace('Z', '000Z'),
      ...{ action: 'rewind', consumer: 'sales', by: 'bo', detail: { to: 'beginning' } },
    });
    expect(await newest()).toEqual({
      ...{ at: recorded[0]!.at, service: fake.name, action: 'rewind', target: 'sales', by: 'bo' },
      detail: { to: 'beginning' },
    });
    const { entries } = await audit(`?limit=1&before=${recorded[0]!.at}`);
    expect(entries).toMatchObject([{ service: 'console', action: 'faults.change' }]);
  });

  it('keeps nobody from acting while its database is down', async () => {
    const { pool } = console.app.get(PgDatabase);
    await pool.query('ALTER TABLE audit RENAME TO audit_away');
    try {
      await console.app.get(Audit).record({ action: 'faults.change', target: '', detail: {} });
      expect(await send('POST', `/api/outbox/${fake.name}/7/retry`, {})).toBe(200);
    } finally {
      await pool.query('ALTER TABLE audit_away RENAME TO audit');
    }
  });
});
