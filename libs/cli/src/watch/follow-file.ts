import { once } from 'node:events';
import { createReadStream, statSync } from 'node:fs';
import { watch } from 'chokidar';

/**
 * Passes on what is appended to a file from now on, until `signal` aborts. A file that was emptied is read from its
 * beginning.
 */
export async function followFile(
  path: string,
  write: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  let position = statSync(path).size;
  let reading = Promise.resolve();
  const readOn = async () => {
    const { size } = statSync(path);
    if (size < position) position = 0;
    if (size === position) return;
    const stream = createReadStream(path, { start: position, end: size - 1, encoding: 'utf8' });
    position = size;
    for await (const text of stream) write(text as string);
  };
  const watcher = watch(path, { ignoreInitial: true }).on('change', () => {
    reading = reading.then(readOn);
  });
  signal.addEventListener('abort', () => void watcher.close());
  await once(watcher, 'ready');
}
