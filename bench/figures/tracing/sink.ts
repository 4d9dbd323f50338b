import { fork } from 'node:child_process';

/** Runs `work` with an OTLP receiver in another process that discards everything: only the sending is measured. */
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
