import {
  constants,
  copyFileSync,
  cpSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';

/** npm's record of what is installed. It is newer than every package, or npm does not believe it. */
const RECORD = '.package-lock.json';

/**
 * Gives a copy of a workspace packages of its own in a second or two: npm replaces and removes files, it does not write
 * into them, so both copies may share the content. Not its record, which it does write into.
 */
export function ownPackages(installed: string, copy: string): void {
  mkdirSync(copy);
  for (const name of readdirSync(installed)) {
    // Caches, and what is recorded about the build of the original.
    if (!name.startsWith('.') || name === '.bin') linkFolder(join(installed, name), join(copy, name));
  }
  cpSync(join(installed, RECORD), join(copy, RECORD));
}

function linkFolder(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkFolder(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkFile(source, target);
  }
}

/** Copies where a link cannot be: to another file system, or of another user's file. */
function linkFile(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch (error) {
    if (!['EXDEV', 'EPERM', 'EMLINK'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    copyFileSync(source, target, constants.COPYFILE_FICLONE);
  }
}
