import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpAdapterHost } from '@nestjs/core';
import { fastify, type FastifyInstance } from 'fastify';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { WebPage } from './web-page.js';

const IMMUTABLE = 'public, max-age=31536000, immutable';

describe('the page', () => {
  let above: string;
  let folder: string;
  let server: FastifyInstance;

  /** As a build leaves it: one script, with a name of its own. */
  async function build(script: string): Promise<void> {
    await rm(folder, { recursive: true, force: true });
    await mkdir(join(folder, 'assets'), { recursive: true });
    await writeFile(join(folder, 'index.html'), `<script src="/assets/${script}.js">`);
    await writeFile(join(folder, 'assets', `${script}.js`), script);
    await writeFile(join(folder, 'assets', `${script}.js.gz`), gzipSync(script));
    await writeFile(join(folder, 'favicon.svg'), '<svg/>');
  }

  const get = (url: string, headers: Record<string, string> = {}) => server.inject({ url, headers });

  beforeEach(async () => {
    above = await mkdtemp(join(tmpdir(), 'waybill-page-'));
    folder = join(above, 'dist');
    await writeFile(join(above, 'secret'), 'secret');
    server = fastify();
    const host = { httpAdapter: { getInstance: () => server } } as unknown as HttpAdapterHost;
    Object.assign(new WebPage(host), { folder }).onModuleInit();
  });

  afterEach(async () => {
    await server.close();
    await rm(above, { recursive: true });
  });

  it('says how to build it where it has not been, and is there once it has', async () => {
    const missing = await get('/traces');
    expect(missing.statusCode).toBe(503);
    expect(missing.headers['content-type']).toContain('text/plain');
    expect(missing.body).toContain('nx run-many -t build');
    await build('one');
    expect((await get('/traces')).body).toContain('one.js');
  });

  it('is the newest one: what is built again is served at once, and the files before it are gone', async () => {
    await build('one');
    expect((await get('/assets/one.js')).body).toBe('one');
    await build('two');
    expect((await get('/')).body).toContain('two.js');
    expect((await get('/assets/two.js')).body).toBe('two');
    expect((await get('/assets/one.js')).statusCode).toBe(404);
  });

  it('is cached permanently by browsers if its name contains a hash, and revalidated otherwise', async () => {
    await build('one');
    expect((await get('/assets/one.js')).headers['cache-control']).toBe(IMMUTABLE);
    expect((await get('/assets/gone.js')).headers['cache-control']).toBeUndefined();
    for (const url of ['/', '/index.html', '/favicon.svg', '/orders/7?x=1']) {
      const { statusCode, headers } = await get(url);
      expect(statusCode).toBe(200);
      expect(headers['cache-control']).toBe('no-cache');
      expect((await get(url, { 'if-none-match': String(headers.etag) })).statusCode).toBe(304);
    }
  });

  it('comes compressed to who takes that, and says that it depends', async () => {
    await build('one');
    const { headers, rawPayload } = await get('/assets/one.js', { 'accept-encoding': 'gzip, br' });
    expect(headers['content-encoding']).toBe('gzip');
    expect(headers['content-type']).toContain('javascript');
    expect(headers.vary).toContain('accept-encoding');
    expect(headers['cache-control']).toBe(IMMUTABLE);
    expect(gunzipSync(rawPayload).toString()).toBe('one');
    expect((await get('/assets/one.js')).headers['content-encoding']).toBeUndefined();
  });

  it('is not sent to programs that request what does not exist, and serves no files outside its folder', async () => {
    await build('one');
    for (const url of [
      '/api/nothing',
      '/services/x',
      '/v1/x',
      '/health/x',
      '/metrics',
      '/docs/x',
      '/openapi.json',
      '/asyncapi.json',
    ]) {
      expect((await get(url)).statusCode).toBe(404);
    }
    for (const url of ['/../secret', '/%2e%2e/secret', '/..%2fsecret', '/assets/../../secret', '/assets/']) {
      expect((await get(url)).body).not.toBe('secret');
    }
  });
});
