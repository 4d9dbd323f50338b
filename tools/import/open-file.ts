import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InvalidFile } from './invalid-file.ts';

/**
 * The file's bytes, decompressed where its first two bytes are gzip's (RFC 1952), whatever its name says.
 *
 * @throws InvalidFile there is no such file, it is a folder, it cannot be read, or it is empty
 */
export async function openFile(file: string): Promise<Readable> {
  const handle = await open(file).catch((cause: NodeJS.ErrnoException) => {
    throw new InvalidFile(`cannot open ${file}: ${reasonOf(cause)}`, undefined, cause);
  });
  try {
    if ((await handle.stat()).isDirectory()) throw new InvalidFile(`${file} is a folder, not a CSV file`);
    const head = Buffer.alloc(2);
    const { bytesRead } = await handle.read(head, 0, 2, 0);
    if (bytesRead === 0) throw new InvalidFile(`${file} is empty: not even a header line`);
    const bytes = handle.createReadStream({ start: 0, highWaterMark: 64 * 1024 });
    const isGzip = head[0] === 0x1f && head[1] === 0x8b;
    // A fault of either stream reaches the reader as the last one's error; the callback has nothing to add.
    return isGzip ? pipeline(bytes, createGunzip(), () => {}) : bytes;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EACCES') return 'no permission to read it';
  return message;
}
