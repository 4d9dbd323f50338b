import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Body, Controller, Get, Injectable, Logger, Module, Param, Post, Query } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import type { HealthCheck } from '@waybill/messaging/operations';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { z } from 'zod';
import { BodyRules, BusinessError, defineService, HealthChecks, MIB, ProblemError } from './index.js';
import { stopService } from './stop-service.js';
import { startTestService, type TestService } from './testing/index.js';

const Parcel = z.strictObject({
  to: z.string().min(1),
  items: z.array(z.strictObject({ count: z.int().min(1) })),
});
const Page = z.strictObject({ limit: z.coerce.number().int().max(100).default(10) });

class OutOfParcels extends BusinessError {
  constructor() {
    super('unprocessable', 'out-of-parcels', 'There are no parcels left.', {
      errors: [{ pointer: '/items', message: 'are too many' }],
      members: { left: 0 },
      retryAfterS: 60,
    });
  }
}
class LibraryError extends Error {}

@Injectable()
class Depot {
  readonly name: string = 'main';
}

@Controller()
class ParcelsController {
  constructor(private readonly depot: Depot) {}

  @Get('depot')
  where(): object {
    return { name: this.depot.name };
  }

  @Post('parcels')
  send(@Body({ schema: Parcel }) parcel: z.infer<typeof Parcel>): object {
    return { parcel, traceId: trace.getActiveSpan()?.spanContext().traceId };
  }

  @Post('parcels/bulk')
  @BodyRules({ bodyLimit: 4 * MIB, anyText: true })
  bulk(@Body() body: { to: string }): object {
    return { length: body.to.length };
  }

  @Get('parcels')
  list(@Query({ schema: Page }) page: z.infer<typeof Page>): object {
    return page;
  }

  @Get('parcels/:id')
  find(@Param('id', { schema: z.string().max(300) }) id: string): object {
    return { id };
  }

  @Get('failures/:kind')
  fail(@Param('kind') kind: string): never {
    if (kind === 'conflict') throw new ProblemError(409, 'It is on its way already.', { code: 'on-its-way' });
    if (kind === 'business') throw new OutOfParcels();
    if (kind === 'library') throw new LibraryError('broken');
    if (kind === 'database') throw Object.assign(new Error('at 10.0.0.1:5432'), { code: 'ECONNREFUSED' });
    throw new Error('secret table "parcels" is missing');
  }
}

@Module({ controllers: [ParcelsController], providers: [Depot] })
class ParcelsModule {
  constructor(checks: HealthChecks) {
    checks.add(() => [health]);
  }
}

const well: HealthCheck = { name: 'database', role: 'all', status: 'ok' };
let health = well;
const definition = defineService({
  name: 'parcels',
  title: 'Parcels',
  imports: [ParcelsModule],
  problemOf: (error) =>
    error instanceof LibraryError ? new ProblemError(502, 'The library failed.') : undefined,
});

describe('a service', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(definition);
  });
  afterAll(() => service.close());

  const send = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
    fetch(`${service.url}/parcels`, { method: 'POST', body, headers });
  const problem = async (response: Response) => {
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    const body = (await response.json()) as {
      status: number;
      errors?: unknown;
      detail: string;
      traceId: string;
    };
    expect(body.status).toBe(response.status);
    expect(body.traceId).toMatch(/^[0-9a-f]{32}$/);
    return body;
  };

  it('continues the trace of its caller, in the handler and in the response', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const response = await send('{"to":"me","items":[]}', {
      'content-type': 'application/json',
      traceparent: `00-${traceId}-b7ad6b7169203331-01`,
    });
    expect(await response.json()).toMatchObject({ traceId });
    expect(response.headers.get('traceresponse')).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
  });

  it('starts a trace if the caller has none, or an invalid one', async () => {
    for (const headers of [{}, { traceparent: 'garbage' }]) {
      const response = await fetch(`${service.url}/parcels`, { headers });
      expect(response.headers.get('traceresponse')).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    }
  });

  it('reports each error of the input with its pointer', async () => {
    const body = await problem(
      await send('{"to":"","items":[{"count":1.5,"colour":"red"}],"from":"x","__proto__":{}}'),
    );
    expect(body.status).toBe(400);
    expect(body.errors).toEqual(
      expect.arrayContaining([
        { pointer: '/to', message: expect.any(String) },
        { pointer: '/items/0/count', message: expect.any(String) },
        { pointer: '/items/0/colour', message: 'is not a known field' },
        { pointer: '/from', message: 'is not a known field' },
      ]),
    );
  });

  it('maps a business error to a problem by its kind, and other errors as the service defines', async () => {
    const response = await fetch(`${service.url}/failures/business`);
    expect(response.headers.get('retry-after')).toBe('60');
    expect(await problem(response)).toMatchObject({
      status: 422,
      type: 'urn:waybill:problem:out-of-parcels',
      detail: 'There are no parcels left.',
      errors: [{ pointer: '/items', message: 'are too many' }],
      left: 0,
    });
    expect(await problem(await fetch(`${service.url}/failures/library`))).toMatchObject({
      status: 502,
      detail: 'The library failed.',
    });
  });

  it.each([
    ['cut off', '{"to":'],
    ['not JSON', 'hello'],
    ['nested without end', '['.repeat(500_000)],
    ['empty', ''],
  ])('responds with 400 to a body that is %s', async (_what, body) => {
    expect((await problem(await send(body))).status).toBe(400);
  });

  it('refuses text that cannot be stored, wherever it is', async () => {
    const nul = await problem(await send('{"to":"me","items":[{"count":"a\\u0000b"}]}'));
    expect(nul.errors).toEqual([
      { pointer: '/items/0/count', message: 'must not contain the NUL character' },
    ]);
    const half = await problem(await send('{"to":"\\ud83d","items":[]}'));
    expect(half.errors).toEqual([{ pointer: '/to', message: 'must be well-formed Unicode' }]);
    expect((await send('{"to":"\\ud83d\\ude00 \\\\u0000","items":[]}')).status).toBe(201);
    expect((await problem(await fetch(`${service.url}/parcels/a%00b`))).errors).toEqual([
      { pointer: '/id', message: 'must not contain the NUL character' },
    ]);
  });

  it('passes such text to an endpoint that checks it itself', async () => {
    const response = await fetch(`${service.url}/parcels/bulk`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"to":"a\\u0000\\ud83d"}',
    });
    expect(await response.json()).toEqual({ length: 3 });
  });

  it('responds with 415 to another media type, and to none', async () => {
    expect((await problem(await send('to=me', { 'content-type': 'text/plain' }))).status).toBe(415);
    expect(
      (await problem(await send('a=b', { 'content-type': 'application/x-www-form-urlencoded' }))).status,
    ).toBe(415);
    const bare = await fetch(`${service.url}/parcels`, { method: 'POST', body: new Uint8Array([123, 125]) });
    expect((await problem(bare)).status).toBe(415);
  });

  it('responds with 413 over 1 MiB, except on a route that accepts more', async () => {
    const large = JSON.stringify({ to: 'x'.repeat(2 * MIB), items: [] });
    expect((await problem(await send(large))).status).toBe(413);
    const bulk = await fetch(`${service.url}/parcels/bulk`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: large,
    });
    expect(await bulk.json()).toEqual({ length: 2 * MIB });
  });

  it('responds with 404 to an unknown path, 400 to one that cannot be decoded', async () => {
    expect((await problem(await fetch(`${service.url}/letters`))).status).toBe(404);
    expect((await problem(await fetch(`${service.url}/parcels/%zz`))).status).toBe(400);
  });

  it('accepts a parameter of 255 characters outside ASCII', async () => {
    const id = '😀'.repeat(127);
    expect(await (await fetch(`${service.url}/parcels/${encodeURIComponent(id)}`)).json()).toEqual({ id });
  });

  it('validates query parameters, unknown ones too', async () => {
    expect(await (await fetch(`${service.url}/parcels?limit=5`)).json()).toEqual({ limit: 5 });
    const body = await problem(await fetch(`${service.url}/parcels?limit=x&page=2`));
    expect(body.errors).toEqual([
      { pointer: '/limit', message: expect.any(String) },
      { pointer: '/page', message: 'is not a known field' },
    ]);
  });

  it('reveals nothing of an unexpected error', async () => {
    const body = await problem(await fetch(`${service.url}/failures/unexpected`));
    expect(body.status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('secret');
  });

  it('responds with 503 and Retry-After if the database does not respond', async () => {
    const response = await fetch(`${service.url}/failures/database`);
    expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
    const body = await problem(response);
    expect(body).toMatchObject({ status: 503, type: 'urn:waybill:problem:database-unavailable' });
    expect(JSON.stringify(body)).not.toContain('10.0.0.1');
  });

  it('responds with a problem type that programs can compare', async () => {
    const body = await problem(await fetch(`${service.url}/failures/conflict`));
    expect(body).toMatchObject({ status: 409, type: 'urn:waybill:problem:on-its-way', title: 'Conflict' });
  });

  it('responds with a problem to what is not HTTP', async () => {
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
    socket.end('BOO\r\n\r\n');
    let received = '';
    socket.on('data', (chunk) => (received += chunk.toString()));
    await once(socket, 'close');
    expect(received).toMatch(/^HTTP\/1\.1 400 [\s\S]*application\/problem\+json/);
  });

  describe('with a part that fails', () => {
    beforeAll(() => {
      health = {
        ...well,
        status: 'failing',
        detail: 'the database is read-only',
        fix: 'promote the standby',
      };
    });
    afterAll(() => {
      health = well;
    });

    it('is live but not ready, and names the part', async () => {
      const log = jest.spyOn(Logger.prototype, 'error');
      try {
        const response = await fetch(`${service.url}/health/ready`);
        expect(response.headers.get('retry-after')).toBe('1');
        expect(await problem(response)).toMatchObject({
          status: 503,
          type: 'urn:waybill:problem:not-ready',
          detail: 'database: the database is read-only',
          checks: [expect.objectContaining({ name: 'database', status: 'failing' })],
        });
        expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
        // A supervisor polls, so a failing check must not fill the log.
        expect(log).not.toHaveBeenCalled();
      } finally {
        log.mockRestore();
      }
    });

    it('reports role, cause, start time and what to do', async () => {
      const response = await fetch(`${service.url}/health`);
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({
        status: 'failing',
        ready: false,
        roles: ['api', 'relay', 'consumers'],
        checks: [{ ...health, since: expect.stringMatching(/^\d{4}-.*Z$/) }],
      });
    });

    it('reports it in metrics', async () => {
      const text = await (await fetch(`${service.url}/metrics`)).text();
      expect(text).toMatch(/^waybill_health_status\{.*check="database".*role="all".*\} 2/m);
      expect(text).toMatch(/^waybill_health_ready(\{.*\})? 0/m);
    });
  });

  it('is ready again once the part works', async () => {
    const response = await fetch(`${service.url}/health/ready`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status: 'ok', checks: [{ ...well }] });
  });

  it('measures itself', async () => {
    const text = await (await fetch(`${service.url}/metrics`)).text();
    expect(text).toContain('process_memory_usage');
    expect(text).toMatch(/http_server_request_duration_count\{.*http_route="\/parcels\/:id"/);
  });

  it('describes itself from its schemas', async () => {
    const document = (await (await fetch(`${service.url}/openapi.json`)).json()) as {
      paths: Record<
        string,
        Record<string, { requestBody?: unknown; parameters?: unknown; responses: object }>
      >;
    };
    const { requestBody, responses } = document.paths['/parcels']!['post']!;
    expect(JSON.stringify(requestBody)).toContain('"additionalProperties":false');
    expect(responses).toHaveProperty('default');
    expect(document.paths['/parcels']!['get']!.parameters).toEqual([
      expect.objectContaining({ name: 'limit', in: 'query', required: false }),
    ]);
    expect(await (await fetch(`${service.url}/docs`)).text()).toContain('swagger-ui');
  });
});

describe('a process without the api role', () => {
  it('serves only health and metrics', async () => {
    const service = await startTestService(definition, { config: { roles: new Set(['relay']) } });
    try {
      for (const path of ['/health', '/health/live', '/health/ready', '/metrics']) {
        expect((await fetch(service.url + path)).status).toBe(200);
      }
      for (const path of ['/parcels', '/openapi.json', '/docs']) {
        expect((await fetch(service.url + path)).status).toBe(404);
      }
    } finally {
      await service.close();
    }
  });
});

describe('a service in a test', () => {
  it('has its providers overridden, as in Nest’s testing module', async () => {
    const service = await startTestService(definition, {
      override: (module) => module.overrideProvider(Depot).useValue({ name: 'elsewhere' }),
    });
    try {
      expect(await (await fetch(`${service.url}/depot`)).json()).toEqual({ name: 'elsewhere' });
    } finally {
      await service.close();
    }
  });
});

describe('a service that stops', () => {
  it('finishes the requests in progress and closes connections that clients would keep', async () => {
    const started = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    @Controller()
    class SlowController {
      @Get('slow')
      async slow(): Promise<object> {
        started.resolve();
        await finish.promise;
        return { done: true };
      }
    }
    @Module({ controllers: [SlowController] })
    class SlowModule {}

    const service = await startTestService({ ...definition, imports: [SlowModule] });
    const pending = fetch(`${service.url}/slow`);
    await started.promise;
    const closed = service.close();
    finish.resolve();
    const response = await pending;
    expect(response.headers.get('connection')).toBe('close');
    expect(await response.json()).toEqual({ done: true });
    await closed;
    await expect(fetch(`${service.url}/slow`)).rejects.toThrow();
  });

  it('is not ready but serves requests before it closes its port', async () => {
    const service = await startTestService(definition);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = async (path: string) => {
      const [response] = (await once(get(service.url + path, { agent }), 'response')) as [IncomingMessage];
      response.resume();
      await once(response, 'end');
      return { status: response.statusCode, connection: response.headers.connection };
    };
    expect(await ask('/parcels')).toEqual({ status: 200, connection: 'keep-alive' });
    const stopped = stopService(service.app, 1_000);
    // On the connection that was kept, and on a new one.
    expect(await ask('/health/ready')).toEqual({ status: 503, connection: 'close' });
    expect(await ask('/parcels')).toEqual({ status: 200, connection: 'close' });
    const { detail } = (await (await fetch(`${service.url}/health/ready`)).json()) as { detail: string };
    expect(detail).toBe('shutdown: shutting down');
    await stopped;
    await expect(fetch(`${service.url}/health/ready`)).rejects.toThrow();
    agent.destroy();
  });
});
