import { InvalidFile } from './invalid-file.ts';

const LINE_FEED = 0x0a;
const FIX =
  'save it as UTF-8 (a spreadsheet calls that "CSV UTF-8"), or convert it: iconv -f WINDOWS-1252 -t UTF-8 <file> > <new file>';

/**
 * The same bytes, as long as they are UTF-8: text that is read with the wrong encoding is damaged without an error
 * (`Café` becomes `Caf\ufffd`).
 *
 * @throws InvalidFile names the first line that is not UTF-8
 */
export async function* utf8Only(chunks: AsyncIterable<Buffer>, file: string): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let lines = 0;
  let chunk: Buffer = Buffer.alloc(0);
  let text = '';
  try {
    for await (chunk of chunks) {
      lines += text.split('\n').length - 1;
      text = decoder.decode(chunk, { stream: true });
      yield chunk;
    }
    decoder.decode();
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    throw notUtf8(file, lines, chunk);
  }
}

/** @param lines complete lines before this chunk */
function notUtf8(file: string, lines: number, chunk: Buffer): InvalidFile {
  // A character that began in the chunk before may end here.
  const start = Math.max(
    0,
    chunk.findIndex((byte) => (byte & 0xc0) !== 0x80),
  );
  const text = new TextDecoder().decode(chunk.subarray(start));
  const before = text.slice(0, Math.max(0, text.indexOf('\ufffd')));
  const at = start + Buffer.byteLength(before);
  const from = Math.max(at - 30, chunk.lastIndexOf(LINE_FEED, at) + 1);
  const [line] = new TextDecoder('windows-1252').decode(chunk.subarray(from, at + 30)).split('\n');
  return new InvalidFile(
    `${file} is not in UTF-8: line ${lines + before.split('\n').length} holds other bytes; as Windows-1252 (Latin-1) it would read ${JSON.stringify(line!.trim())}`,
    FIX,
  );
}
