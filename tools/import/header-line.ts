/** More than any header; whoever writes none has a file of one line. */
const MOST_BYTES = 64 * 1024;

/** The first line of a stream that is not blank, as text, and the stream as if nobody had looked. */
export async function withHeaderLine(
  bytes: AsyncIterable<Buffer>,
): Promise<{ headerLine: string; all: AsyncGenerator<Buffer> }> {
  const chunks = bytes[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  let ended = false;
  while (!ended && head.length < MOST_BYTES && firstLine(head) === undefined) {
    const next = await chunks.next();
    if (next.done) ended = true;
    else head = Buffer.concat([head, next.value]);
  }
  return { headerLine: firstLine(head) ?? head.toString(), all: again(head, ended, chunks) };
}

/** Undefined where it is not complete yet. */
function firstLine(head: Buffer): string | undefined {
  return /^\ufeff?[\r\n]*([^\r\n]+)[\r\n]/.exec(head.toString())?.[1];
}

async function* again(
  head: Buffer,
  ended: boolean,
  chunks: AsyncIterator<Buffer, unknown>,
): AsyncGenerator<Buffer> {
  try {
    if (head.length > 0) yield head;
    while (!ended) {
      const next = await chunks.next();
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await chunks.return?.();
  }
}
