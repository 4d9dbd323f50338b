import { run } from '../../bootstrap/run.mjs';
import { CliError } from '../cli-error.js';

/**
 * An update can be looked at and undone only if Git has what it replaces.
 *
 * @throws CliError some of the files have changes that are not committed, or there is no repository
 */
export async function requireCommitted(paths: readonly string[]): Promise<void> {
  const { status, output } = await run('git', ['status', '--porcelain', '--', ...paths]).catch(() => ({
    status: 127,
    output: '',
  }));
  const fix = 'commit first, or take the update with --force';
  if (status !== 0) throw new CliError('there is no Git repository here that could undo an update', { fix });
  if (output.trim() === '') return;
  const changed = output.split('\n').filter(Boolean);
  throw new CliError(`these files have changes that are not committed:\n${changed.join('\n')}`, { fix });
}
