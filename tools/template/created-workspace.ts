import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCommand, type Finished } from '../scratch/run-command.ts';

/** A workspace that `npm create waybill` makes in an empty folder, from a registry of our own. */
export class CreatedWorkspace implements AsyncDisposable {
  readonly #top: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #signal: AbortSignal;

  /**
   * @param env of npm, so that it installs from that registry
   * @param signal stops its commands
   */
  static async create(
    flags: readonly string[],
    env: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<CreatedWorkspace> {
    const top = await mkdtemp(join(tmpdir(), 'waybill-create-'));
    const workspace = new CreatedWorkspace(top, env, signal);
    const create = ['npm', 'create', '--yes', 'waybill@latest', 'my-shop', '--', ...flags] as const;
    const { status, output } = await runCommand(top, create, signal, { ...env, ...SOMEBODY });
    if (status === 0) return workspace;
    await workspace[Symbol.asyncDispose]();
    throw new Error(`${create.join(' ')} ended with status ${status}:\n${output}`);
  }

  private constructor(top: string, env: Readonly<Record<string, string>>, signal: AbortSignal) {
    this.#top = top;
    this.#env = env;
    this.#signal = signal;
  }

  get folder(): string {
    return join(this.#top, 'my-shop');
  }

  /** @throws Error with its output if it fails */
  async run(...command: [string, ...string[]]): Promise<string> {
    const { status, output } = await this.attempt(...command);
    if (status === 0) return output;
    throw new Error(`${command.join(' ')} ended with status ${status}:\n${output}`);
  }

  attempt(...command: [string, ...string[]]): Promise<Finished> {
    return runCommand(this.folder, command, this.#signal, { ...this.#env, ...SOMEBODY, ...OWN_NX });
  }

  waybill(...args: string[]): Promise<string> {
    return this.run('npm', 'run', '--silent', 'waybill', '--', ...args);
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  /** Replaces a text that must be there. */
  edit(path: string, text: string, by: string): void {
    const before = this.read(path);
    if (!before.includes(text)) throw new Error(`${path} does not have ${text}:\n${before}`);
    this.write(path, before.replace(text, by));
  }

  delete(path: string): void {
    rmSync(join(this.folder, path));
  }

  /** Of its own: what Git has. */
  get files(): string[] {
    return this.#git('ls-files').trim().split('\n');
  }

  commit(message: string): void {
    this.#git('add', '--all');
    this.#git('commit', '--quiet', '--message', message);
  }

  /** What is not committed, in Git's short form. */
  get changes(): string {
    return this.#git('status', '--porcelain', '--untracked-files=all');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#top, { recursive: true, force: true });
  }

  #git(...args: string[]): string {
    return execFileSync('git', args, {
      cwd: this.folder,
      encoding: 'utf8',
      env: { ...process.env, ...SOMEBODY },
    });
  }
}

/** `nx migrate` takes the newest Nx for its work, and asks the registry who built it, which ours cannot say. */
const OWN_NX = { NX_USE_LOCAL: 'true', NX_SKIP_PROVENANCE_CHECK: 'true' };

/** The machine may have no name set for Git. */
const SOMEBODY = {
  GIT_CONFIG_COUNT: '3',
  GIT_CONFIG_KEY_0: 'user.name',
  GIT_CONFIG_VALUE_0: 'template',
  GIT_CONFIG_KEY_1: 'user.email',
  GIT_CONFIG_VALUE_1: 'template@localhost',
  GIT_CONFIG_KEY_2: 'commit.gpgsign',
  GIT_CONFIG_VALUE_2: 'false',
};
