/** What the entry scripts are written for; see "engines" in package.json. They bring the Node that all else runs on. */
const LEAST_NODE = 20;
/** What the pinned Node is linked against. */
const LEAST_GLIBC = [2, 28];

/**
 * Why nothing of this can run on a machine, with what to do; undefined where it can. The pinned Node and Postgres come
 * from npm as programs, and on Linux they are made for glibc.
 *
 * @param {{ node: string, platform: string, glibc: string | undefined }} machine `glibc` is the version of the C library,
 * and undefined where there is another one
 */
export function platformFault({ node, platform, glibc }) {
  if (Number(node.split('.')[0]) < LEAST_NODE) {
    return `Node ${LEAST_NODE} or newer is needed; this is ${node}. Install it from your system or nodejs.org.`;
  }
  if (platform !== 'linux') return undefined;
  const needed = `glibc ${LEAST_GLIBC.join('.')} or newer is needed, as in Debian 10, Ubuntu 20.04 and RHEL 8`;
  if (glibc === undefined) {
    return `${needed}; this system has another C library (Alpine's musl, most likely), and the bundled Node and Postgres do not run on it. In a container, take an image such as node:24-bookworm-slim.`;
  }
  const [major, minor] = glibc.split('.').map(Number);
  const [leastMajor, leastMinor] = LEAST_GLIBC;
  const tooOld = major < leastMajor || (major === leastMajor && minor < leastMinor);
  return tooOld ? `${needed}; this system has ${glibc}. Take a newer release of it.` : undefined;
}

/** The machine that this runs on. Node's diagnostic report has no glibc where Node was not linked against one. */
export function thisMachine() {
  const { platform, report, versions } = process;
  // Leaves out what would make it look up names in DNS.
  report.excludeNetwork = true;
  const { header } = report.getReport();
  return { node: versions.node, platform, glibc: header.glibcVersionRuntime };
}
