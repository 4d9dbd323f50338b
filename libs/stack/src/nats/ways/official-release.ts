import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { natsVersionOf } from '../nats-version.js';
import { notFound, type Way } from '../way.js';

const VERSION = '2.15.0';

/**
 * SHA-256 of the release's archives. A list fetched from beside the archive would prove nothing, so they are written
 * down here: the Linux ones as in the Dockerfile of the official `nats` image for this version (docker-library,
 * 17 September 2026), all four as several projects that pin this release publish them. An upgrade changes the version
 * and the sums together; a platform without a sum has to use another way.
 */
export const RELEASE_SHA256: Readonly<Record<string, string>> = {
  'linux-amd64': '5d2c51caca950333aba84911df7d377f826f3a59ec36061c6539105084f65c92',
  'linux-arm64': 'cdc208f5a3f42963a52b6ab06ef65626bb870315dc936e26ba571780c6351112',
  'darwin-amd64': '5bd8b59ca5bf93fab3da2c5843cf564cd6e2e291e22ae3b861746e7ebe259b95',
  'darwin-arm64': 'e1c4e22d70bd44abfa0bcb3c16f7cf0c66f648c2e728c58924e8a1ce88913cc8',
};

/** 4. The official release archive of one pinned version, checked against its pinned checksum before it is opened. */
export const officialRelease: Way = officialReleaseWith(RELEASE_SHA256);

export function officialReleaseWith(checksums: Readonly<Record<string, string>>): Way {
  return {
    name: 'official release',
    async find({ platform, arch, fetch, cache, say }) {
      const target = `${platform}-${arch === 'x64' ? 'amd64' : arch}`;
      const expected = checksums[target];
      if (expected === undefined) return notFound(`no checksum is pinned for ${target}`);
      const folder = `nats-server-v${VERSION}-${target}`;
      say(`fetching nats-server ${VERSION} (official release)`);
      const archive = await download(
        fetch,
        `https://github.com/nats-io/nats-server/releases/download/v${VERSION}/${folder}.tar.gz`,
      );
      const actual = createHash('sha256').update(archive).digest('hex');
      if (actual !== expected) {
        return notFound(`the archive's SHA-256 is ${actual}, not the pinned ${expected}: not used`);
      }
      const scratch = await cache.scratch();
      try {
        await writeFile(join(scratch, 'archive.tar.gz'), archive);
        await promisify(execFile)('tar', ['-xzf', join(scratch, 'archive.tar.gz'), '-C', scratch]);
        const program = join(scratch, folder, 'nats-server');
        const version = await natsVersionOf(program);
        const kept = await cache.keep(program, `official release ${version}`);
        return { kind: 'program', path: kept.path, version, from: kept.origin };
      } finally {
        await rm(scratch, { recursive: true, force: true });
      }
    },
  };
}

/** A closed network drops or refuses the connection: ten seconds to begin, a minute for the seven megabytes. */
async function download(fetch: typeof globalThis.fetch, url: string): Promise<Buffer> {
  const begin = new AbortController();
  const timer = setTimeout(() => begin.abort(new Error('no answer within 10 s')), 10_000);
  try {
    const response = await fetch(url, {
      signal: AbortSignal.any([begin.signal, AbortSignal.timeout(60_000)]),
    });
    clearTimeout(timer);
    if (!response.ok) throw new Error(`${new URL(url).host} answers ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  } finally {
    clearTimeout(timer);
  }
}
