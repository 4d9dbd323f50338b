// What every command needs first. Runs on Node 20 with nothing installed, so it is plain JavaScript and imports nothing
// but Node's own modules.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants, homedir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { installedAsLocked } from './installed.mjs';
import { packageManagerError, platformError, thisMachine } from './platform.mjs';
import { run } from './run.mjs';
import { withLock } from './with-lock.mjs';
import { isWritable } from './writable.mjs';

const root = workspaceRoot();

/**
 * Returns once the dependencies are installed as locked, this process runs on the pinned Node, and everything is built.
 * If the machine's Node runs this, the pinned one is started with the same arguments and this call never returns: the
 * process ends as that one does.
 *
 * @param {{ show?: (line: string, seconds?: number) => void, build?: boolean }} [options] `show` is called for
 * every step; without it only an installation is reported, on standard error, so that a command's output stays its own
 */
export async function ensureReady({ show, build = true } = {}) {
  process.chdir(root);
  requireFitMachine();
  const tell = show ?? ((line) => process.stderr.write(`${line}\n`));
  if (!installedAsLocked(root)) await install(tell);
  else if (show && runsOnPinnedNode()) show('Dependencies   as package-lock.json says', 0);
  if (!runsOnPinnedNode()) await continueOnPinnedNode();
  process.env.PATH = [join(root, 'node_modules', '.bin'), process.env.PATH].join(':');
  if (build) await buildAll(show);
}

/** The nearest folder above this file that holds nx.json: in the package's own repository, and where it is installed. */
function workspaceRoot() {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'nx.json')) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}

/** Exits with `EX_CONFIG`: another attempt would not help. */
function requireFitMachine() {
  const error = packageManagerError(process.env.npm_config_user_agent) ?? platformError(thisMachine());
  if (error === undefined) return;
  console.error(error);
  process.exit(78);
}

async function install(tell) {
  const work = async () => {
    if (installedAsLocked(root)) return; // another command did it meanwhile
    tell('Dependencies   npm ci, about a minute the first time');
    const started = performance.now();
    // Everything here is built and tested: NODE_ENV=production and `omit=dev` are about what a server installs.
    const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error', ...cacheFolder(tell)];
    const { status, output } = await run('npm', args, { cwd: root });
    if (status !== 0) {
      console.error(`${output}\nnpm ci failed: the dependencies are not installed. The reason is above.`);
      process.exit(1);
    }
    if (output.trim() !== '') tell(output.trim());
    tell('Dependencies   installed', (performance.now() - started) / 1000);
  };
  requireWritable(root, 'installed');
  await withLock(join(root, '.waybill-install.lock'), work, waitingFor('installation', tell));
}

/** A checkout of another user may be run from as it is, but not brought up to date. */
function requireWritable(folder, done) {
  if (isWritable(folder)) return;
  console.error(`${folder} cannot be written to by this user, and the workspace is not ${done} as it is now:
run this as the user who owns it, or clone it to a folder of your own.`);
  process.exit(1);
}

/** npm's own cache, if it can be written to; with a read-only home, one beside the packages of this checkout. */
function cacheFolder(tell) {
  const cache = process.env.npm_config_cache ?? join(homedir(), '.npm');
  if (isWritable(cache)) return [];
  const instead = join(root, '.waybill-npm-cache');
  tell(`npm's cache ${cache} cannot be written to: ${instead} is used`);
  return [`--cache=${instead}`];
}

function pinnedNode() {
  return join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

function runsOnPinnedNode() {
  const manifest = join(root, 'node_modules', 'node', 'package.json');
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version === process.versions.node;
}

/** Never returns. */
async function continueOnPinnedNode() {
  if (!existsSync(pinnedNode())) {
    console.error(`the pinned Node is missing (${pinnedNode()}). Remove node_modules and start again; if it stays missing,
npm does not run install scripts here: \`npm config get ignore-scripts\` should say false.`);
    process.exit(1);
  }
  const child = spawn(pinnedNode(), [...process.execArgv, ...process.argv.slice(1)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  await new Promise((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
  });
}

/**
 * Generates the database clients and builds every project. If nothing has changed since the last time, nothing is touched:
 * Nx would replace every dist by its cached copy, under services that run from it.
 */
async function buildAll(show) {
  const started = performance.now();
  const { builtAsIs, buildAndRecord } = await import('./built.mjs'); // does not load on Node 20
  const unlessBuilt = async () => {
    if (!builtAsIs(root)) await buildAndRecord(root, build);
  };
  if (!builtAsIs(root)) {
    const modules = join(root, 'node_modules');
    requireWritable(modules, 'built');
    await withLock(join(modules, '.waybill-build.lock'), unlessBuilt, waitingFor('build', show));
  }
  show?.('Build          done', (performance.now() - started) / 1000);
}

async function build() {
  const nx = join(root, 'node_modules', 'nx', 'dist', 'bin', 'nx.js');
  const args = [nx, 'run-many', '-t', 'build', '--outputStyle=static'];
  // Also for a caller that runs as something else (tests say NODE_ENV=test): the page gets the small and quick React.
  const env = { NX_DAEMON: 'false', NX_TUI: 'false', NODE_ENV: 'production' };
  const { status, output } = await run(process.execPath, args, { cwd: root, env });
  if (status !== 0) {
    console.error(`${output}\nThe build failed; the reason is above.`);
    process.exit(1);
  }
}

function waitingFor(what, show) {
  return () => show?.(`Waiting for another command's ${what} to end`);
}
