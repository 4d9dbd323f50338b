import { isUtf8 } from 'node:buffer';
import { Transform, type TransformCallback } from 'node:stream';
import { InvalidFile } from './invalid-file.ts';

const LINE_FEED = 0x0a;
const FIX =
  'save it as UTF-8 (a spreadsheet calls that "CSV UTF-8"), or convert it: iconv -f WINDOWS-1252 -t UTF-8 <file> > <new file>';

/**
 * Hands bytes on while they are UTF-8, and fails at the first line that is not: text that is read with the wrong
 * encoding is lost without a trace (`Café` becomes `Caf\ufffd`).
 */
export class Utf8Only extends Transform {
  /** Complete lines handed on. */
  #lines = 0;
  /** A character that the next chunk completes. */
  #rest = Buffer.alloc(0);

  readonly #file: string;

  constructor(file: string) {
    super();
    this.#file = file;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    const end = endOfLastCharacter(bytes);
    const whole = bytes.subarray(0, end);
    if (!isUtf8(whole)) return done(this.#refusalOf(whole));
    this.#lines += linesIn(whole);
    this.#rest = Buffer.from(bytes.subarray(end));
    done(null, whole);
  }

  override _flush(done: TransformCallback): void {
    done(this.#rest.length > 0 ? this.#refusalOf(this.#rest) : null);
  }

  #refusalOf(bytes: Buffer): InvalidFile {
    let line = this.#lines + 1;
    for (let from = 0; ; line++) {
      const feed = bytes.indexOf(LINE_FEED, from);
      const text = bytes.subarray(from, feed < 0 ? undefined : feed);
      if (feed < 0 || !isUtf8(text)) return this.#refusalOfLine(line, text);
      from = feed + 1;
    }
  }

  #refusalOfLine(line: number, text: Buffer): InvalidFile {
    const excerpt = new TextDecoder('windows-1252').decode(around(text)).trim();
    return new InvalidFile(
      `${this.#file} is not in UTF-8: line ${line} holds other bytes; as Windows-1252 (Latin-1) it would read ${JSON.stringify(excerpt)}`,
      FIX,
    );
  }
}

/** Where the last character begins if the chunk may have cut it in two, else the end. */
function endOfLastCharacter(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    const isContinuation = (byte & 0xc0) === 0x80;
    if (isContinuation) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function linesIn(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) lines++;
  return lines;
}

/** The first byte that is not part of a character, with what stands around it. */
function around(line: Buffer): Buffer {
  const text = new TextDecoder().decode(line);
  const at = Buffer.byteLength(text.slice(0, text.indexOf('\ufffd')));
  return line.subarray(Math.max(0, at - 30), at + 30);
}
