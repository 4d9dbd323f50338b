import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();

/** The last release or, before there is one, the commit before the newest migration of the library's tables. */
export function lastVersion(): string {
  const tag = git('tag', '--list', 'v*', '--sort=-version:refname').split('\n')[0];
  if (tag) return tag;
  const newest = git('log', '--format=%H', '-1', '--diff-filter=A', '--', 'libs/messaging/migrations');
  return git('rev-parse', '--short', `${newest}~1`);
}

/** The messaging library as it was, built, on the packages that are installed now. */
export class EarlierVersion implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'waybill-earlier-'));
  readonly library = join(this.#folder, 'libs', 'messaging');

  constructor(ref: string) {
    const archive = execFileSync('git', ['archive', ref, '.swcrc', 'package.json', 'libs/messaging'], {
      maxBuffer: 2 ** 28,
    });
    execFileSync('tar', ['-x', '-C', this.#folder], { input: archive });
    symlinkSync(join(process.cwd(), 'node_modules'), join(this.#folder, 'node_modules'));
    const build = join(process.cwd(), 'libs/nx/tasks/build.mjs');
    execFileSync(process.execPath, [build, 'libs/messaging'], { cwd: this.#folder, stdio: 'inherit' });
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
