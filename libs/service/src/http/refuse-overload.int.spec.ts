import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Inject } from '@nestjs/common';
import { createTestDatabase, eventually, type TestDatabase } from '@waybill/testing';
import { DATABASE, defineService, type ServiceDatabase } from '../index.js';
import { pg } from '../postgres/index.js';
import { startTestService, type TestService } from '../testing/index.js';

/** Of four connections, requests get two. */
const POOL = 4;
const FOR_REQUESTS = 2;
const QUEUE = 3;

let gate: PromiseWithResolvers<void>;
let begun: number;

@Controller()
class ParcelsController {
  constructor(@Inject(DATABASE) private readonly database: ServiceDatabase) {}

  /** Keeps its connection until the gate opens, then needs a second one. */
  @Get('parcels')
  async list(): Promise<object> {
    await this.database.transaction(async () => {
      begun += 1;
      await gate.promise;
    });
    const { rows } = await this.database.pool.query('SELECT 1 AS one');
    return rows[0] as object;
  }
}

const parcels = defineService({ name: 'order', database: pg(), controllers: [ParcelsController] });

describe('more requests than the database serves', () => {
  let database: TestDatabase;
  let service: TestService;
  let own: ServiceDatabase;
  beforeAll(async () => {
    database = await createTestDatabase('order');
    service = await startTestService(parcels, {
      messaging: false,
      config: { databaseUrl: database.url, databasePool: POOL, databaseQueue: QUEUE },
    });
    own = service.app.get<ServiceDatabase>(DATABASE, { strict: false });
  });
  beforeEach(() => {
    gate = Promise.withResolvers();
    begun = 0;
  });
  afterEach(() => gate.resolve());
  afterAll(async () => {
    await service.close();
    await database.drop();
  });

  const request = (path = '/parcels') => fetch(`${service.url}${path}`);
  /** As many requests as are admitted, all of them waiting. */
  const fill = async () => {
    const admitted = Array.from({ length: FOR_REQUESTS + QUEUE }, () => request());
    await eventually(() => begun === FOR_REQUESTS && own.pool.isOverloaded, { what: 'the queue is full' });
    return admitted;
  };

  it('leave connections for handlers', async () => {
    const admitted = await fill();
    const { rows } = await own.pool.query('SELECT 2 AS two');
    expect(rows).toEqual([{ two: 2 }]);
    expect(await own.transaction(async () => 'handled')).toBe('handled');
    expect(begun).toBe(FOR_REQUESTS);
    gate.resolve();
    await Promise.all(admitted);
  });

  it('are refused with 503 and Retry-After when the queue is full, but probes are not', async () => {
    const admitted = await fill();
    const refused = await request();
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toMatchObject({ type: 'urn:waybill:problem:overloaded' });
    expect((await request('/health/ready')).status).toBe(200);
    // Refusals are counted, although they bypass Fastify's response.
    expect(await (await request('/metrics')).text()).toMatch(
      /http_server_request_duration_count\{.*http_route="\/parcels".*status_code="503".*\} 1/,
    );
    gate.resolve();
    await Promise.all(admitted);
  });

  it('are all served once they were admitted, also if they need another connection', async () => {
    const admitted = await fill();
    gate.resolve();
    const statuses = (await Promise.all(admitted)).map(({ status }) => status);
    expect(statuses).toEqual(Array(FOR_REQUESTS + QUEUE).fill(200));
    expect((await request()).status).toBe(200);
  });

  it('are refused also if all of them arrive before the first one waits', async () => {
    const refused: Response[] = [];
    const served: Response[] = [];
    const many = Array.from({ length: 40 }, async () => {
      const response = await request();
      (response.status === 503 ? refused : served).push(response);
    });
    await eventually(() => refused.length === 40 - FOR_REQUESTS - QUEUE, { what: 'the others are refused' });
    gate.resolve();
    await Promise.all(many);
    expect(served.map(({ status }) => status)).toEqual(Array(FOR_REQUESTS + QUEUE).fill(200));
    expect(begun).toBe(FOR_REQUESTS + QUEUE);
  });
});
