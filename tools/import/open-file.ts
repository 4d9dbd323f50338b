import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InvalidFile } from './invalid-file.ts';

/**
 * The file's bytes, decompressed if its first two bytes are gzip's (RFC 1952), whatever its name is.
 *
 * @throws InvalidFile there is no such file, it is a folder, it cannot be read, it is empty, or another format
 */
export async function openFile(file: string): Promise<Readable> {
  const handle = await open(file).catch((cause: NodeJS.ErrnoException) => {
    throw new InvalidFile(`cannot open ${file}: ${reasonOf(cause)}`, undefined, cause);
  });
  try {
    if ((await handle.stat()).isDirectory()) throw new InvalidFile(`${file} is a folder, not a CSV file`);
    const head = Buffer.alloc(4);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    if (bytesRead === 0) throw new InvalidFile(`${file} is empty: not even a header line`);
    assertMayBeCsv(file, head);
    const bytes = handle.createReadStream({ start: 0, highWaterMark: 64 * 1024 });
    const isGzip = head[0] === 0x1f && head[1] === 0x8b;
    // An error of either stream reaches the reader as the last one's error; the callback has nothing to add.
    return isGzip ? pipeline(bytes, createGunzip(), () => {}) : bytes;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

const FIX = 'save it as CSV in UTF-8: a spreadsheet calls that "CSV UTF-8"';

/** What spreadsheets write beside CSV, by its first bytes. */
function assertMayBeCsv(file: string, head: Buffer): void {
  if (head.toString('latin1') === 'PK\x03\x04')
    throw new InvalidFile(`${file} is a spreadsheet (.xlsx, .ods) or a zip archive, not a CSV file`, FIX);
  const mark = head.readUInt16BE(0);
  if (mark === 0xfffe || mark === 0xfeff) throw new InvalidFile(`${file} is in UTF-16`, FIX);
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EACCES') return 'no permission to read it';
  return message;
}
