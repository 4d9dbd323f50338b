import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stackConfig } from '../config.js';
import { findNatsServer, search } from './find-nats-server.js';
import { NatsCache } from './nats-cache.js';
import { tooOld } from './nats-version.js';
import type { NatsSource, SearchContext } from './nats-source.js';
import { cached } from './sources/cached.js';
import { officialRelease, officialReleaseWith } from './sources/official-release.js';
import { onPath } from './sources/on-path.js';
import { systemPackageWith } from './sources/system-package.js';
import { distributionFrom } from './apt/distribution.js';

let folder: string;
let said: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-find-'));
  said = [];
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the search', () => {
  const failing = (name: string, reason: string): NatsSource => ({
    name,
    find: () => Promise.reject(new Error(reason)),
  });

  it('takes the first source that has one and does not ask those after it', async () => {
    const server = { path: '/x', version: '2.12.0', from: '/x' };
    const never = failing('never', 'must not be asked');
    const second: NatsSource = { name: 'second', find: () => Promise.resolve(server) };
    expect(await search([failing('first', 'no'), second, never], context())).toBe(server);
  });

  it('gives the reason of every source when none has one, and what to do', async () => {
    const searching = search([failing('PATH', 'none'), failing('sea', 'too deep')], context());
    await expect(searching).rejects.toMatchObject({
      code: 'NATS_NOT_FOUND',
      message: expect.stringMatching(/PATH: none\n {2}sea: too deep/),
      fix: expect.stringContaining('NATS_URL'),
    });
  });

  it('is left out if NATS_URL names a server', async () => {
    const config = stackConfig({ NATS_URL: 'ws://a:1' });
    expect(await findNatsServer(config)).toEqual({ kind: 'outside', url: 'ws://a:1', from: 'NATS_URL' });
  });
});

describe('a nats-server on the PATH', () => {
  it('is used if it is new enough', async () => {
    await fakeServer(join(folder, 'bin'), '2.12.4');
    expect(await onPath.find(context({ path: ['/nowhere', join(folder, 'bin')] }))).toEqual({
      path: join(folder, 'bin', 'nats-server'),
      version: '2.12.4',
      from: `${join(folder, 'bin', 'nats-server')}, on the PATH`,
    });
  });

  it('is passed over, and named, if it is older than what the library needs', async () => {
    await fakeServer(join(folder, 'bin'), '2.11.9');
    const path = [join(folder, 'bin')];
    await expect(onPath.find(context({ path }))).rejects.toThrow('2.11.9, older than 2.12.0');
    expect(said).toEqual([
      `nats-server on the PATH is passed over: ${join(folder, 'bin', 'nats-server')} is 2.11.9, older than 2.12.0`,
    ]);
  });

  it('is passed over for a newer one further on', async () => {
    await fakeServer(join(folder, 'old'), '2.9.10');
    await fakeServer(join(folder, 'new'), '2.15.1');
    const path = ['old', 'new', 'old'].map((name) => join(folder, name));
    expect(await onPath.find(context({ path }))).toMatchObject({ version: '2.15.1' });
    expect(said).toHaveLength(1);
  });

  it('must be a file that can be run', async () => {
    await mkdir(join(folder, 'bin', 'nats-server'), { recursive: true });
    await expect(onPath.find(context({ path: [join(folder, 'bin')] }))).rejects.toThrow('no nats-server');
  });
});

describe('the cache', () => {
  it('returns the cached one, with where it came from', async () => {
    const cache = new NatsCache(folder);
    await keep(cache, '2.15.1', 'Debian package 2.15.1-1 (forky)');
    expect(await cached.find(context({ cache }))).toMatchObject({
      version: '2.15.1',
      from: 'Debian package 2.15.1-1 (forky), cached',
    });
  });

  it('is a spare one if the first cannot be written to, and is found there', async () => {
    const home = join(folder, 'home');
    await writeFile(home, ''); // a file: nothing can be made below it, not even by root
    await expect(keep(new NatsCache(home), '2.15.1', 'somewhere')).rejects.toThrow('ENOTDIR');
    const cache = new NatsCache(home, join(folder, 'spare'));
    await keep(cache, '2.15.1', 'somewhere');
    expect((await cache.read())!.path).toContain(join(folder, 'spare'));
  });

  it('is passed over if what it has is older than what the library needs', async () => {
    const cache = new NatsCache(folder);
    await keep(cache, '2.12.0', 'Debian package 2.9.10-1 (bookworm)');
    await fakeServer(dirname((await cache.read())!.path), '2.9.10'); // kept by an earlier release of the stack
    await expect(cached.find(context({ cache }))).rejects.toThrow(
      'Debian package 2.9.10-1 (bookworm) is 2.9.10, older than 2.12.0',
    );
  });

  it('replaces what it had', async () => {
    const cache = new NatsCache(folder);
    for (const version of ['2.12.1', '2.14.1']) await keep(cache, version, version);
    expect(await cached.find(context({ cache }))).toMatchObject({ version: '2.14.1' });
  });

  it('is passed over if the file does not run any more', async () => {
    const cache = new NatsCache(folder);
    await keep(cache, '2.15.1', 'somewhere');
    await writeFile((await cache.read())!.path, 'not a program');
    await expect(search([cached], context({ cache }))).rejects.toMatchObject({ code: 'NATS_NOT_FOUND' });
  });
});

describe('the official release', () => {
  it('is unpacked into the cache if its checksum is the pinned one', async () => {
    const archive = await releaseArchive('2.15.0');
    const source = officialReleaseWith({ 'linux-amd64': sha256(archive) });
    const found = await source.find(context({ fetch: responding(archive) }));
    expect(found).toMatchObject({ version: '2.15.0', from: 'official release 2.15.0' });
    expect(await cached.find(context())).toMatchObject({ version: '2.15.0' });
  });

  it('is not opened, and leaves nothing behind, if the checksum differs', async () => {
    const archive = await releaseArchive('2.15.0');
    const source = officialReleaseWith({ 'linux-amd64': sha256(Buffer.from('another')) });
    await expect(source.find(context({ fetch: responding(archive) }))).rejects.toThrow(
      `SHA-256 is ${sha256(archive)}, not the pinned`,
    );
    await expect(cached.find(context())).rejects.toThrow('nothing fetched yet');
  });

  it('is not even asked for on a platform without a pinned checksum', async () => {
    const fetch = () => Promise.reject(new Error('must not be asked'));
    await expect(officialRelease.find(context({ fetch, arch: 's390x' }))).rejects.toThrow(
      'no checksum is pinned for linux-s390x',
    );
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
  const system = distributionFrom('ID=debian\nVERSION_CODENAME=bookworm\n');
  const mirrors = ['http://broken.example/debian', 'http://mirror.example/debian'];
  const tools = async () => {
    for (const tool of ['apt-get', 'dpkg-deb']) await writeFile(join(folder, tool), '', { mode: 0o755 });
    return [folder];
  };
  /** Serves `versions` by suite, at the second mirror alone. */
  const access = (versions: Record<string, string>, asked: string[] = []) => ({
    distribution: () => Promise.resolve(system),
    archiveMirrors: () => Promise.resolve(mirrors),
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
      const tree = join(scratch, 'tree');
      await fakeServer(join(tree, 'usr/sbin'), version);
      return { tree, version: `${version}-1` };
    },
  });

  it('comes from the best suite, at the first mirror that serves it', async () => {
    const asked: string[] = [];
    const source = systemPackageWith(access({ bookworm: '2.12.3' }, asked));
    expect(await source.find(context({ path: await tools() }))).toMatchObject({
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
    const source = systemPackageWith(access({ bookworm: '2.9.10' }));
    await expect(source.find(context({ path: await tools() }))).rejects.toThrow(
      'is 2.9.10, older than 2.12.0',
    );
    await expect(cached.find(context())).rejects.toThrow('nothing fetched yet');
  });

  it('leaves no scratch folders behind, found or not', async () => {
    const path = await tools();
    await systemPackageWith(access({ forky: '2.15.1' })).find(context({ path }));
    await expect(systemPackageWith(access({})).find(context({ path }))).rejects.toThrow();
    expect(await readdir(join(folder, 'nats-server'))).toEqual(['default']);
  });

  it('says why each mirror failed', async () => {
    await expect(systemPackageWith(access({})).find(context({ path: await tools() }))).rejects.toThrow(
      'forky at http://mirror.example/debian: no such file',
    );
  });

  it('does not exist on another operating system', async () => {
    const elsewhere = { ...access({}), distribution: () => Promise.resolve(undefined) };
    await expect(systemPackageWith(elsewhere).find(context())).rejects.toThrow('neither Debian nor Ubuntu');
  });
});

describe('versions', () => {
  it.each([
    ['2.12.0', false],
    ['2.12.10', false],
    ['2.100.0', false],
    ['10.0.0', false],
    ['2.11.99', true],
    ['2.9.10', true],
    ['1.99.99', true],
  ])('%s is too old: %s', (version, expected) => {
    expect(tooOld(version) !== undefined).toBe(expected);
  });
});

function context(overrides: Partial<SearchContext> = {}): SearchContext {
  return {
    path: [],
    cache: new NatsCache(folder),
    fetch: () => Promise.reject(new Error('no network here')),
    platform: 'linux',
    arch: 'x64',
    say: (line) => said.push(line),
    ...overrides,
  };
}

async function keep(cache: NatsCache, version: string, origin: string): Promise<void> {
  await cache.fill(async (scratch) => ({ file: await fakeServer(scratch, version), origin }));
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

function responding(archive: Buffer): typeof globalThis.fetch {
  return () => Promise.resolve(new Response(new Uint8Array(archive)));
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
