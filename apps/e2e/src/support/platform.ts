import { controlOf, freePortBase } from '@waybill/stack';
import { ownServers, type TestServers } from '@waybill/testing';
import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ShopService } from './shop-services.js';

const ROOT = resolve(import.meta.dirname, '../../../..');

/** Each process begins elsewhere, so that test files that run at once do not take the same ports. */
const FIRST_PORT = 24_000 + (process.pid % 200) * 20;

/** What `state.json` says, as far as tests ask for it. */
export interface PlatformState {
  /** The console is optional: docs/what-you-may-delete.md. */
  urls: Record<'console' | ShopService, string>;
  postgres: Record<ShopService, string>;
  nats: string;
  pids: Record<'console' | ShopService | 'nats' | 'postgres', number>;
}

type Variables = Readonly<Record<string, string>>;

export interface Finished {
  status: number | null;
  /** Standard output alone. */
  stdout: string;
  /** Both streams, as they arrived. */
  output: string;
}

/**
 * A platform for one test, started and used as a person would: with the README's commands, over HTTP. It is stopped
 * with the test run, even if that is killed.
 */
export class Platform {
  private constructor(
    private readonly run: TestServers,
    readonly dataDir: string,
    readonly portBase: number,
    /** Added to this process's own environment for the platform and the commands. */
    private readonly env: Variables,
  ) {}

  /** Runs `npm start -- --detach` and returns once everything is healthy. */
  static start(...flags: string[]): Promise<Platform> {
    return Platform.startWith({}, ...flags);
  }

  /** The same, with this added to the environment, which may depend on the first port: the console's. */
  static async startWith(
    env: Variables | ((port: number) => Variables),
    ...flags: string[]
  ): Promise<Platform> {
    const run = await ownServers();
    const port = await freePortBase(FIRST_PORT);
    const added = typeof env === 'function' ? env(port) : env;
    const platform = new Platform(run, run.scratchFolder(), port, added);
    await platform.startAgain(...flags);
    return platform;
  }

  async startAgain(...flags: string[]): Promise<string> {
    const { status, output } = await this.npmStart('--detach', '--no-demo', ...flags);
    if (status !== 0) throw new Error(`npm start failed with status ${status}:\n${output}`);
    return output;
  }

  /** `npm start -- …` on this data folder and these ports. */
  npmStart(...flags: string[]): Promise<Finished> {
    const own = ['--data-dir', this.dataDir, '--port-base', String(this.portBase)];
    return this.npm(['start', '--', ...own, ...flags]).finished;
  }

  /** `npm run waybill -- …` on this data folder. */
  waybill(...args: string[]): Promise<Finished> {
    return this.startWaybill(...args).finished;
  }

  /** The same, running, so that a test may kill it. */
  startWaybill(...args: string[]) {
    return this.npm(['run', '--silent', 'waybill', '--', ...args, '--data-dir', this.dataDir]);
  }

  async state(): Promise<PlatformState> {
    return JSON.parse(await readFile(join(this.dataDir, 'state.json'), 'utf8')) as PlatformState;
  }

  /** Kills a process of the platform as `kill -9` does; resolves once the supervisor has started another. */
  async kill(name: keyof PlatformState['pids']): Promise<void> {
    const { pids } = await this.state();
    process.kill(pids[name], 'SIGKILL');
    const runsAgain = async () => {
      const pid = (await this.state()).pids[name] as number | undefined; // none once it stays down
      return pid !== undefined && pid !== pids[name];
    };
    await eventually(runsAgain, `${name} runs again`);
  }

  /** What the process would receive now waits until it is resumed. */
  async pause(name: keyof PlatformState['pids']): Promise<void> {
    process.kill((await this.state()).pids[name], 'SIGSTOP');
  }

  async resume(name: keyof PlatformState['pids']): Promise<void> {
    process.kill((await this.state()).pids[name], 'SIGCONT');
  }

  /** Has the supervisor stop a process, which then stays down, or start it again; resolves once that is done. */
  async act(name: keyof PlatformState['pids'], action: 'stop' | 'start'): Promise<void> {
    const { url, token } = controlOf(this.dataDir)!;
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${url}/processes/${name}/${action}`, { method: 'POST', headers });
    if (!response.ok) throw new Error(`${action} ${name}: ${await response.text()}`);
  }

  async stop(): Promise<void> {
    const { status, output } = await this.waybill('stop');
    if (status !== 0) throw new Error(`waybill stop failed with status ${status}:\n${output}`);
    await rm(this.dataDir, { recursive: true, force: true });
  }

  private npm(args: readonly string[]) {
    const command = npm(args, this.env);
    const forget = this.run.record(command.pid);
    void command.finished.then(forget, forget);
    return command;
  }
}

function npm(args: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn('npm', args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  return {
    pid: child.pid!,
    /** Kills npm and everything that it started; false if it had ended already. */
    kill: (): boolean => {
      try {
        return process.kill(-child.pid!, 'SIGKILL');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
        throw error;
      }
    },
    finished: new Promise<Finished>((done, failed) => {
      child.on('error', failed).on('close', (status) => done({ status, stdout, output }));
    }),
  };
}

/** Polls until `ask` returns true. The deadline is for a test that hangs, not a measure of speed. */
export async function eventually(
  ask: () => Promise<boolean> | boolean,
  what: string,
  timeoutMs = 90_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  let last: unknown;
  while (performance.now() < deadline) {
    try {
      if (await ask()) return;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await new Promise((again) => setTimeout(again, 50));
  }
  throw new Error(`not within ${timeoutMs / 1000} s: ${what}`, { cause: last });
}
