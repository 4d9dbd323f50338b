/** For the entry scripts; see "engines" in package.json. Everything else runs on the Node that they install. */
const LEAST_NODE = 20;
/** The pinned Node is linked against it. */
const LEAST_GLIBC = [2, 28];

/**
 * Why the platform cannot run on a machine, with what to do; undefined if it can. The pinned Node and Postgres come from
 * npm as programs, which on Linux are built for glibc.
 *
 * @param {{ node: string, platform: string, glibc: string | undefined }} machine `glibc` is the version of the C library,
 * undefined if it is another library
 * @returns {string | undefined}
 */
export function platformError({ node, platform, glibc }) {
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

/**
 * Why a package manager cannot run this; undefined if it can. pnpm refuses by itself, by "packageManager" in package.json,
 * and so does Yarn 1; Yarn 4 does not.
 *
 * @param {string} [userAgent] npm_config_user_agent, as every package manager sets it for the scripts that it runs
 * @returns {string | undefined}
 */
export function packageManagerError(userAgent = '') {
  const [name] = userAgent.split('/');
  if (!['pnpm', 'yarn', 'bun'].includes(name)) return undefined;
  return `This workspace is installed and run with npm, by its package-lock.json: \`npm start\`, not \`${name} start\`.`;
}

/** The machine that this runs on. Node's diagnostic report has no glibc if Node was not linked against one. */
export function thisMachine() {
  const { platform, report, versions } = process;
  // Without it, the report looks up names in DNS.
  report.excludeNetwork = true;
  const { header } = report.getReport();
  return { node: versions.node, platform, glibc: header.glibcVersionRuntime };
}
