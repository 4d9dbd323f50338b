import { fork } from 'node:child_process';

/** An OTLP receiver in a process of its own that takes everything and looks at nothing: what is measured is the sending. */
export async function withSink<T>(work: (endpoint: string) => Promise<T>): Promise<T> {
  const child = fork(new URL('./sink.process.ts', import.meta.url), { execArgv: [] });
  try {
    const port = await new Promise<number>((resolve, reject) => {
      child.once('message', (message) => resolve(message as number)).once('error', reject);
    });
    return await work(`http://127.0.0.1:${port}`);
  } finally {
    child.kill();
  }
}
