import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ChildOptions } from './child.process.js';

/** A replica in a process of its own. */
export interface Child {
  /** The first line that it printed, or prints, which begins so. @throws Error when it ends without it */
  said(beginning: string): Promise<string>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** Resolves with the signal or exit code. */
  readonly exited: Promise<NodeJS.Signals | number | null>;
}

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Resolves when it is running what its roles ask for. */
export function startChild(options: ChildOptions): Promise<Child> {
  return startProcess(path('./child.process.ts'), options);
}

/** Runs a TypeScript file in a process of its own. Resolves when it has printed `running`. */
export async function startProcess(script: string, options: object): Promise<Child> {
  const flags = [
    '--conditions=@waybill/source',
    '--experimental-transform-types',
    '--disable-warning=ExperimentalWarning',
  ];
  const child = spawn(
    process.execPath,
    [...flags, '--import', path('./resolve-typescript.mjs'), script, JSON.stringify(options)],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env['PATH'] } },
  );
  const lines: string[] = [];
  let errors = '';
  const waiting = new Set<() => void>();
  const wake = () => waiting.forEach((look) => look());
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    wake();
  });
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  let ended = false;
  const exited = new Promise<NodeJS.Signals | number | null>((resolve) =>
    child.once('close', (code, signal) => {
      ended = true;
      resolve(signal ?? code);
      wake();
    }),
  );
  const running: Child = {
    exited,
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    said: (beginning) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const line = lines.find((each) => each.startsWith(beginning));
          if (line === undefined && !ended) return;
          waiting.delete(look);
          if (line !== undefined) resolve(line);
          else
            reject(
              new Error(
                `the process ended without saying "${beginning}"; it said ${lines.join(' / ')}\n${errors}`,
              ),
            );
        };
        waiting.add(look);
        look();
      }),
  };
  await running.said('running');
  return running;
}
