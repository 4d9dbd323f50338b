import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ownPackages } from './own-packages.ts';
import { runCommand, type Finished } from './run-command.ts';

/** Whoever commits in the copy: the machine may have no name set for git. */
const SOMEBODY = [
  '-c',
  'user.name=scratch',
  '-c',
  'user.email=scratch@localhost',
  '-c',
  'commit.gpgsign=false',
];

const ORIGINAL = 'original';

export interface ScratchOptions {
  /** Stops its commands. */
  readonly signal: AbortSignal;
  /** `shared`: made at once, but npm must not be run there; `own`: npm may change what is installed. */
  readonly packages: 'shared' | 'own';
}

/** A copy of this workspace as it stands, uncommitted changes included, in a repository of its own. */
export class ScratchWorkspace implements Disposable {
  readonly folder: string;
  private readonly original: string;
  private readonly signal: AbortSignal;

  constructor(original: string, { signal, packages }: ScratchOptions) {
    this.original = original;
    this.signal = signal;
    this.folder = mkdtempSync(join(tmpdir(), 'waybill-scratch-'));
    const files = git(original, 'ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0');
    for (const file of files) if (file && existsSync(join(original, file))) this.copy(file);
    git(this.folder, 'init', '--quiet');
    this.commit('as it was');
    git(this.folder, 'tag', ORIGINAL);
    if (packages === 'own') ownPackages(join(original, 'node_modules'), join(this.folder, 'node_modules'));
    else this.sharePackages();
  }

  /** Runs a command there. @throws Error with its output if it fails */
  async run(...command: [string, ...string[]]): Promise<string> {
    const { status, output } = await this.attempt(...command);
    if (status === 0) return output;
    throw new Error(`${command.join(' ')} ended with status ${status}:\n${output}`);
  }

  attempt(...command: [string, ...string[]]): Promise<Finished> {
    return runCommand(this.folder, command, this.signal);
  }

  commit(message: string): void {
    git(this.folder, 'add', '--all');
    git(this.folder, ...SOMEBODY, 'commit', '--quiet', '--message', message);
  }

  /** What differs from how it was made, in git's short form, commits included. */
  get changes(): string {
    git(this.folder, 'add', '--all');
    return git(this.folder, 'diff', '--cached', '--name-status', ORIGINAL);
  }

  [Symbol.dispose](): void {
    // A command that was stopped may still be writing.
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Packages from npm are the original's own; those of the workspace are the copy's. */
  private sharePackages(): void {
    const installed = join(this.original, 'node_modules');
    for (const name of readdirSync(installed)) {
      if (name.startsWith('.') && name !== '.bin' && name !== '.package-lock.json') continue;
      if (name === '.package-lock.json') this.copy(join('node_modules', name));
      else if (!isOwnScope(join(installed, name)))
        this.link(join('node_modules', name), join(installed, name));
      else {
        for (const own of readdirSync(join(installed, name))) {
          this.copy(join('node_modules', name, own));
        }
      }
    }
  }

  private copy(file: string): void {
    cpSync(join(this.original, file), join(this.folder, file), { recursive: true, verbatimSymlinks: true });
  }

  private link(file: string, target: string): void {
    mkdirSync(dirname(join(this.folder, file)), { recursive: true });
    symlinkSync(resolve(target), join(this.folder, file));
  }
}

/** The folder of the packages that npm links from this workspace. */
function isOwnScope(folder: string): boolean {
  return folder.endsWith('/@waybill');
}

function git(cwd: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}
