import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { search } from './find-nats-server.js';
import { NatsCache } from './nats-cache.js';
import { isAtLeast } from './nats-version.js';
import type { SearchContext, Way } from './way.js';
import { cached } from './ways/cached.js';
import { givenByEnvironment } from './ways/given-by-environment.js';
import { officialRelease, officialReleaseWith } from './ways/official-release.js';
import { onThePath } from './ways/on-the-path.js';
import { systemPackageWith } from './ways/system-package.js';
import { machineFrom } from './apt/machine.js';

let folder: string;
let said: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-find-'));
  said = [];
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the search', () => {
  const failing = (name: string, reason: string): Way => ({
    name,
    find: () => Promise.reject(new Error(reason)),
  });

  it('takes the first way that succeeds and does not try those after it', async () => {
    const never: Way = { name: 'never', find: () => Promise.reject(new Error('must not be asked')) };
    const found = await search(
      [failing('first', 'no'), givenByEnvironment, never],
      context({ natsUrl: 'nats://a:1' }),
    );
    expect(found).toEqual({ kind: 'outside', url: 'nats://a:1', from: 'NATS_URL' });
  });

  it('says what every way said when none succeeds, and what to do', async () => {
    await expect(search([givenByEnvironment, failing('sea', 'too deep')], context())).rejects.toMatchObject({
      code: 'NATS_NOT_FOUND',
      message: expect.stringMatching(/NATS_URL: not set\n {2}sea: too deep/),
      fix: expect.stringContaining('NATS_URL'),
    });
  });
});

describe('a nats-server on the PATH', () => {
  it('is used if it is new enough', async () => {
    await fakeServer(join(folder, 'bin'), '2.12.4');
    expect(await onThePath.find(context({ path: ['/nowhere', join(folder, 'bin')] }))).toEqual({
      kind: 'program',
      path: join(folder, 'bin', 'nats-server'),
      version: '2.12.4',
      from: join(folder, 'bin', 'nats-server'),
    });
  });

  it('is passed over if it is older than what the library needs', async () => {
    await fakeServer(join(folder, 'bin'), '2.11.9');
    expect(await onThePath.find(context({ path: [join(folder, 'bin')] }))).toMatchObject({
      kind: 'not-found',
      reason: expect.stringContaining('2.11.9, older than 2.12.0'),
    });
  });

  it('must be a file that can be run', async () => {
    await mkdir(join(folder, 'bin', 'nats-server'), { recursive: true });
    expect(await onThePath.find(context({ path: [join(folder, 'bin')] }))).toMatchObject({
      kind: 'not-found',
    });
  });
});

describe('the cache', () => {
  it('gives what was kept, with where it came from', async () => {
    const cache = new NatsCache(folder);
    await cache.keep(await fakeServer(await cache.scratch(), '2.15.1'), 'Debian package 2.15.1-1 (forky)');
    expect(await cached.find(context({ cache }))).toMatchObject({
      version: '2.15.1',
      from: 'Debian package 2.15.1-1 (forky), cached',
    });
  });

  it('is passed over if what it has is older than what the library needs', async () => {
    const cache = new NatsCache(folder);
    await cache.keep(await fakeServer(await cache.scratch(), '2.9.10'), 'Debian package 2.9.10-1 (bookworm)');
    expect(await cached.find(context({ cache }))).toEqual({
      kind: 'not-found',
      reason: 'Debian package 2.9.10-1 (bookworm) is 2.9.10, older than 2.12.0',
    });
  });

  it('replaces what it had', async () => {
    const cache = new NatsCache(folder);
    for (const version of ['2.12.1', '2.14.1']) {
      await cache.keep(await fakeServer(await cache.scratch(), version), version);
    }
    expect(await cached.find(context({ cache }))).toMatchObject({ version: '2.14.1' });
  });

  it('is no help if the file does not run any more', async () => {
    const cache = new NatsCache(folder);
    await cache.keep(await fakeServer(await cache.scratch(), '2.15.1'), 'somewhere');
    await writeFile((await cache.read())!.path, 'not a program');
    await expect(search([cached], context({ cache }))).rejects.toMatchObject({ code: 'NATS_NOT_FOUND' });
  });
});

describe('the official release', () => {
  it('is unpacked into the cache if its checksum is the pinned one', async () => {
    const archive = await releaseArchive('2.15.0');
    const way = officialReleaseWith({ 'linux-amd64': sha256(archive) });
    const found = await way.find(context({ fetch: answering(archive) }));
    expect(found).toMatchObject({ kind: 'program', version: '2.15.0', from: 'official release 2.15.0' });
    expect(await cached.find(context())).toMatchObject({ version: '2.15.0' });
  });

  it('is not opened, and leaves nothing behind, if the checksum differs', async () => {
    const archive = await releaseArchive('2.15.0');
    const way = officialReleaseWith({ 'linux-amd64': sha256(Buffer.from('another')) });
    expect(await way.find(context({ fetch: answering(archive) }))).toMatchObject({
      kind: 'not-found',
      reason: expect.stringContaining(`SHA-256 is ${sha256(archive)}, not the pinned`),
    });
    expect(await cached.find(context())).toMatchObject({ kind: 'not-found' });
  });

  it('is not even asked for on a platform without a pinned checksum', async () => {
    const fetch = () => Promise.reject(new Error('must not be asked'));
    expect(await officialRelease.find(context({ fetch, arch: 's390x' }))).toMatchObject({
      reason: 'no checksum is pinned for linux-s390x',
    });
  });

  it('fails with the reason where the network is closed', async () => {
    const fetch = () => Promise.reject(new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') }));
    await expect(search([officialRelease], context({ fetch }))).rejects.toThrow(
      'official release: fetch failed: ECONNREFUSED',
    );
  });

  it('asks for the archive of the pinned version', async () => {
    const asked: string[] = [];
    const fetch = (url: unknown) => {
      asked.push(String(url));
      return Promise.resolve(new Response(null, { status: 403 }));
    };
    await expect(officialRelease.find(context({ fetch, arch: 'arm64', platform: 'darwin' }))).rejects.toThrow(
      '403',
    );
    expect(asked[0]).toMatch(
      /\/nats-io\/nats-server\/releases\/download\/v[\d.]+\/nats-server-v[\d.]+-darwin-arm64\.tar\.gz$/,
    );
    expect(said).toEqual([expect.stringContaining('official release')]);
  });
});

describe("the operating system's package", () => {
  const system = machineFrom('ID=debian\nVERSION_CODENAME=bookworm\n');
  const mirrors = ['http://broken.example/debian', 'http://mirror.example/debian'];
  const sources = mirrors.map((uri) => ({ uri, suite: 'bookworm', components: ['main'] }));
  const tools = async () => {
    for (const tool of ['apt-get', 'dpkg-deb']) await writeFile(join(folder, tool), '', { mode: 0o755 });
    return [folder];
  };
  /** Serves `versions` by suite, at the second mirror alone. */
  const access = (versions: Record<string, string>, asked: string[] = []) => ({
    machine: () => Promise.resolve(system),
    readAptSources: () => Promise.resolve(sources),
    fetchAptPackage: async ({
      mirror,
      suite,
      scratch,
    }: {
      mirror: string;
      suite: string;
      scratch: string;
    }) => {
      asked.push(`${suite} ${mirror}`);
      const version = versions[suite];
      if (mirror === mirrors[0] || version === undefined) throw new Error('no such file');
      return { file: await fakeServer(scratch, version), packageVersion: `${version}-1` };
    },
  });

  it('comes from the best suite, at the first mirror that serves it', async () => {
    const asked: string[] = [];
    const way = systemPackageWith(access({ bookworm: '2.12.3' }, asked));
    expect(await way.find(context({ path: await tools() }))).toMatchObject({
      version: '2.12.3',
      from: 'Debian package 2.12.3-1 (bookworm)',
    });
    expect(asked).toEqual([
      `forky ${mirrors[0]}`,
      `forky ${mirrors[1]}`,
      `bookworm ${mirrors[0]}`,
      `bookworm ${mirrors[1]}`,
    ]);
  });

  it('is neither used nor kept if it is older than what the library needs', async () => {
    const found = await systemPackageWith(access({ bookworm: '2.9.10' })).find(
      context({ path: await tools() }),
    );
    expect(found).toMatchObject({
      kind: 'not-found',
      reason: expect.stringContaining('is 2.9.10, older than 2.12.0'),
    });
    expect(await cached.find(context())).toMatchObject({ kind: 'not-found', reason: 'nothing fetched yet' });
  });

  it('leaves no scratch folders behind, found or not', async () => {
    const path = await tools();
    await systemPackageWith(access({ forky: '2.15.1' })).find(context({ path }));
    await systemPackageWith(access({})).find(context({ path }));
    expect(await readdir(join(folder, 'nats-server'))).toEqual(['default']);
  });

  it('says why each mirror failed', async () => {
    const found = await systemPackageWith(access({})).find(context({ path: await tools() }));
    expect(found).toMatchObject({
      reason: expect.stringContaining('forky at http://mirror.example/debian: no such file'),
    });
  });

  it('is none on another operating system', async () => {
    const elsewhere = { ...access({}), machine: () => Promise.resolve(undefined) };
    expect(await systemPackageWith(elsewhere).find(context())).toMatchObject({ kind: 'not-found' });
  });
});

describe('versions', () => {
  it.each([
    ['2.9.0', '2.9.0', true],
    ['2.10.0', '2.9.9', true],
    ['2.9.10', '2.9.9', true],
    ['2.8.99', '2.9.0', false],
    ['3.0.0', '2.99.99', true],
  ])('%s is at least %s: %s', (version, least, expected) => {
    expect(isAtLeast(version, least)).toBe(expected);
  });
});

function context(overrides: Partial<SearchContext> = {}): SearchContext {
  return {
    natsUrl: undefined,
    path: [],
    cache: new NatsCache(folder),
    fetch: () => Promise.reject(new Error('no network here')),
    platform: 'linux',
    arch: 'x64',
    say: (line) => said.push(line),
    ...overrides,
  };
}

async function fakeServer(place: string, version: string): Promise<string> {
  await mkdir(place, { recursive: true });
  const file = join(place, 'nats-server');
  await writeFile(file, `#!/bin/sh\necho "nats-server: v${version}"\n`, { mode: 0o755 });
  return file;
}

async function releaseArchive(version: string): Promise<Buffer> {
  const name = `nats-server-v${version}-linux-amd64`;
  await fakeServer(join(folder, 'release', name), version);
  execFileSync('tar', ['-czf', join(folder, 'archive.tar.gz'), '-C', join(folder, 'release'), name]);
  return readFile(join(folder, 'archive.tar.gz'));
}

function answering(archive: Buffer): typeof globalThis.fetch {
  return () => Promise.resolve(new Response(new Uint8Array(archive)));
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
