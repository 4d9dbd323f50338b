import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { NatsSource } from '../nats-source.js';

const VERSION = '2.15.0';

/**
 * SHA-256 of the release's archives. A list fetched from where the archive is would prove nothing, so they are pinned
 * here: the Linux ones as in the Dockerfile of the official `nats` image for this version (docker-library,
 * 17 September 2026), all four as several projects that pin this release publish them. An upgrade changes the version
 * and the sums together; a platform without a sum has to use another source.
 */
export const RELEASE_SHA256: Readonly<Record<string, string>> = {
  'linux-amd64': '5d2c51caca950333aba84911df7d377f826f3a59ec36061c6539105084f65c92',
  'linux-arm64': 'cdc208f5a3f42963a52b6ab06ef65626bb870315dc936e26ba571780c6351112',
  'darwin-amd64': '5bd8b59ca5bf93fab3da2c5843cf564cd6e2e291e22ae3b861746e7ebe259b95',
  'darwin-arm64': 'e1c4e22d70bd44abfa0bcb3c16f7cf0c66f648c2e728c58924e8a1ce88913cc8',
};

/** The official release archive of one pinned version, checked against its pinned checksum before it is unpacked. */
export const officialRelease: NatsSource = officialReleaseWith(RELEASE_SHA256);

export function officialReleaseWith(checksums: Readonly<Record<string, string>>): NatsSource {
  return {
    name: 'official release',
    async find({ platform, arch, fetch, cache, say }) {
      const target = `${platform}-${arch === 'x64' ? 'amd64' : arch}`;
      const expected = checksums[target];
      if (expected === undefined) throw new Error(`no checksum is pinned for ${target}`);
      const folder = `nats-server-v${VERSION}-${target}`;
      say(`fetching nats-server ${VERSION} (official release)`);
      const archive = await download(
        fetch,
        `https://github.com/nats-io/nats-server/releases/download/v${VERSION}/${folder}.tar.gz`,
      );
      const actual = createHash('sha256').update(archive).digest('hex');
      if (actual !== expected) {
        throw new Error(`the archive's SHA-256 is ${actual}, not the pinned ${expected}: not used`);
      }
      return cache.fill(async (scratch) => {
        await writeFile(join(scratch, 'archive.tar.gz'), archive);
        await promisify(execFile)('tar', ['-xzf', join(scratch, 'archive.tar.gz'), '-C', scratch]);
        return { file: join(scratch, folder, 'nats-server'), origin: `official release ${VERSION}` };
      });
    },
  };
}

/** A closed network refuses or drops the connection, which `fetch` gives up after ten seconds. */
async function download(fetch: typeof globalThis.fetch, url: string): Promise<Buffer> {
  const response = await fetch(url, { signal: AbortSignal.timeout(60_000) });
  if (!response.ok) throw new Error(`${new URL(url).host} responds with ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}
