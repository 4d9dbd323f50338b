import type { Distribution } from './distribution.js';
import { runApt } from './run-apt.js';

/** What apt prints for each part of an archive: `'http://deb.debian.org/debian/dists/bookworm/main/binary-amd64/Packages.xz' …` */
const PACKAGE_LIST = /^'(.+?)\/dists\/(.+)\/([^/]+)\/binary-[^/]+\/Packages/;

/**
 * The addresses of the distribution's own archive in apt's sources: those that serve the machine's suite itself (not
 * its updates or security parts, which other suites lack) with the component that the package is in. A third party that
 * names its suite the same gets through here and fails at the signature, because only the distribution's key is
 * accepted.
 *
 * @param options of apt-get, for a test
 */
export async function archiveMirrors(
  { ownSuites, component }: Pick<Distribution, 'ownSuites' | 'component'>,
  options: readonly string[] = [],
): Promise<string[]> {
  // Prints what it would fetch, and fetches nothing: everything, if it finds no lists of an earlier update.
  const noLists = ['-o', 'Dir::State::lists=/dev/null/none'];
  const listing = await runApt('apt-get', [...noLists, ...options, '--print-uris', 'update']);
  const mirrors = listing.split('\n').flatMap((line) => {
    const [, mirror = '', suite = '', part] = PACKAGE_LIST.exec(line) ?? [];
    return ownSuites.includes(suite) && part === component ? [mirror] : [];
  });
  return [...new Set(mirrors)];
}
