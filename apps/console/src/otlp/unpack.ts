import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ExportTooLarge, MalformedExport, UnknownContentEncoding } from './errors.js';

export const UNPACKED_LIMIT = 32 * 1024 * 1024;
/** DEFLATE's best ratio (https://zlib.net/zlib_tech.html). */
const BEST_RATIO = 1_032;

const unzip = promisify(gunzip);

/**
 * The body without its `Content-Encoding`. Unpacking stops at 32 MiB, also for a small body that unpacks to much more (a
 * "zip bomb").
 *
 * @throws MalformedExport, ExportTooLarge, UnknownContentEncoding
 */
export async function unpack(body: Buffer, encoding: string | undefined): Promise<Buffer> {
  switch (encoding?.trim().toLowerCase() || 'identity') {
    case 'identity':
      return body;
    case 'gzip':
    case 'x-gzip':
      return gunzipped(body);
    default:
      throw new UnknownContentEncoding(`Content-Encoding "${encoding}" is not supported; use gzip, or none.`);
  }
}

/** The most bytes that a body can unpack to. */
export function mostUnpacked(body: Buffer, encoding: string | undefined): number {
  const isPacked = (encoding?.trim().toLowerCase() || 'identity') !== 'identity';
  return isPacked ? Math.min(UNPACKED_LIMIT, BEST_RATIO * body.length) : body.length;
}

async function gunzipped(body: Buffer): Promise<Buffer> {
  try {
    return await unzip(body, { maxOutputLength: UNPACKED_LIMIT });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new ExportTooLarge(`The body unpacks to more than ${UNPACKED_LIMIT} bytes.`, { cause });
    }
    throw new MalformedExport('The body is not gzip, as its Content-Encoding says.', { cause });
  }
}
