import type { Tree } from '@nx/devkit';
import { renderGenerated } from '../generated-files.ts';

/**
 * Keeps the generated files equal to what they are generated from. The workspace's command line renders them, since that
 * takes the built services; it builds them first if they are not.
 */
export async function sync(tree: Tree): Promise<{ outOfSyncMessage?: string }> {
  const generated = await renderGenerated(tree.root);
  const stale = Object.entries(generated).filter(([path, text]) => tree.read(path, 'utf8') !== text);
  for (const [path, text] of stale) tree.write(path, text);
  return stale.length === 0
    ? {}
    : { outOfSyncMessage: `${stale.map(([path]) => path).join(', ')}: not as the workspace declares` };
}
