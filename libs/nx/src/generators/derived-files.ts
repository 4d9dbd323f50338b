import { logger, type GeneratorCallback, type Tree } from '@nx/devkit';
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { renderGenerated, runWaybill } from './generated-files.ts';

/**
 * For after the files are written: records the contracts and writes the generated files, both of which take the built
 * services. Nx does not call it in a dry run.
 *
 * @param link what node_modules has to link, or no longer, as `npm ci` would
 * @param lines what to tell in the end
 */
export function afterwards(
  { root }: Tree,
  link: { readonly packageName: string; readonly folder: string },
  lines: readonly string[],
): GeneratorCallback {
  return async () => {
    linkPackage(root, link.packageName, link.folder);
    await runWaybill(root, 'contracts');
    for (const [path, text] of Object.entries(await renderGenerated(root))) {
      if (existsSync(join(root, path)) && readFileSync(join(root, path), 'utf8') === text) continue;
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
      logger.info(`GENERATED ${path}`);
    }
    for (const line of lines) logger.info(`\n${line}`);
  };
}

/** Installing would take seconds, and the network, to do the same. */
function linkPackage(root: string, packageName: string, folder: string): void {
  const link = join(root, 'node_modules', packageName);
  if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link, { recursive: true });
  if (!existsSync(join(root, folder, 'package.json'))) return;
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(relative(dirname(link), join(root, folder)), link, 'junction');
}
