import { execFile } from 'node:child_process';
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

/** What the ways to a browser may look at and do. Passed in, so that each can be tried with a made-up machine. */
export interface Machine {
  /** `WAYBILL_BROWSER`: the program to use, whatever else is there. */
  readonly given: string | undefined;
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
  /** What the system calls itself and what it is like: `ubuntu`, `debian`. */
  readonly distributions: readonly string[];
  /** The folders of `PATH`. */
  readonly path: readonly string[];
  readonly home: string;
  /** Playwright's own Chromium, once it is downloaded. */
  readonly downloaded: string;
  /** Playwright's command line, for this Node. */
  readonly playwright: readonly [program: string, ...args: string[]];
  isProgram(path: string): boolean;
  /** What the program prints. Rejects with its complaint where it fails or is not done in time. */
  run(program: string, args: readonly string[], timeoutMs: number): Promise<string>;
  /** Told before something slow begins. */
  say(line: string): void;
}

export function thisMachine(env: NodeJS.ProcessEnv = process.env): Machine {
  return {
    given: env['WAYBILL_BROWSER'] || undefined,
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    distributions: distributionsIn(readOsRelease()),
    path: (env['PATH'] ?? '').split(':').filter(Boolean),
    home: env['HOME'] ?? '/',
    downloaded: chromium.executablePath(),
    playwright: [process.execPath, playwrightCli()],
    isProgram,
    run,
    say: (line) => process.stderr.write(`${line}\n`),
  };
}

/** `ID` and `ID_LIKE` of an os-release file. */
export function distributionsIn(osRelease: string): string[] {
  return [...osRelease.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)/gm)].flatMap(([, names]) => names!.split(' '));
}

function readOsRelease(): string {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function playwrightCli(): string {
  const manifest = createRequire(import.meta.url).resolve('playwright-core/package.json');
  return join(dirname(manifest), 'cli.js');
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch (error) {
    if (['ENOENT', 'EACCES', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

async function run(program: string, args: readonly string[], timeoutMs: number): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(program, args, {
      timeout: timeoutMs,
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
    });
    return stdout;
  } catch (error) {
    const { stderr, killed, message } = error as Error & { stderr?: string; killed?: boolean };
    const complaint = killed
      ? `not done within ${timeoutMs / 1000} s`
      : (/^(?:E: |Error: )(.*)$/m.exec(stderr ?? '')?.[1] ?? message.split('\n')[0]);
    throw new Error(`${program} ${args[0] ?? ''}: ${complaint}`, { cause: error });
  }
}
