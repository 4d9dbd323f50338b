// What every command needs before it can do its work. Runs on Node 20 with nothing installed, so: plain JavaScript,
// nothing imported but Node's own.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { builtAlready, recordBuild, sourcesOf } from './bootstrap/built.mjs';
import { installedAsLocked, recordInstall } from './bootstrap/installed.mjs';
import { platformFault, thisMachine } from './bootstrap/platform.mjs';
import { run } from './bootstrap/run.mjs';
import { withLock } from './bootstrap/with-lock.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Returns once the dependencies are installed as locked, this process runs on the pinned Node, and everything is built.
 * Where the machine's Node runs this, the pinned one is started with the same arguments and this call never returns:
 * the process ends as that one does.
 *
 * @param {{ show?: (line: string, seconds?: number) => void, build?: boolean }} [options] `show` is told of every step;
 * without it only of what takes long, on standard error, so that a command's output stays its own
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

/** `EX_CONFIG`, as for everything that no further attempt would help. */
function requireFitMachine() {
  const fault = platformFault(thisMachine());
  if (fault === undefined) return;
  console.error(fault);
  process.exit(78);
}

async function install(tell) {
  const work = async () => {
    if (installedAsLocked(root)) return; // another command did it meanwhile
    tell('Dependencies   npm ci, about a minute the first time');
    const started = performance.now();
    const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
    const { status, output } = await run('npm', args, { cwd: root });
    if (status !== 0) {
      console.error(`${output}\nnpm ci failed: the dependencies are not installed. Its complaint is above.`);
      process.exit(1);
    }
    if (output.trim() !== '') tell(output.trim());
    recordInstall(root);
    tell('Dependencies   installed', (performance.now() - started) / 1000);
  };
  await withLock(join(root, '.waybill-install.lock'), work, waitingFor('installation', tell));
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

/** Generates the database clients and builds every project that needs it. */
async function buildAll(show) {
  const started = performance.now();
  const done = (how) => show?.(`Build          ${how}`, (performance.now() - started) / 1000);
  if (builtAlready(root)) return done('nothing changed');
  await withLock(join(root, 'node_modules', '.waybill-build.lock'), build, waitingFor('build', show));
  done('done');
}

async function build() {
  if (builtAlready(root)) return; // another command did it meanwhile
  const sources = sourcesOf(root);
  const nx = join(root, 'node_modules', 'nx', 'dist', 'bin', 'nx.js');
  const args = [nx, 'run-many', '-t', 'build', '--outputStyle=static'];
  // Whatever the caller runs as (tests say NODE_ENV=test): the page gets the small and quick React.
  const env = { NX_DAEMON: 'false', NX_TUI: 'false', NODE_ENV: 'production' };
  const { status, output } = await run(process.execPath, args, { cwd: root, env });
  if (status !== 0) {
    console.error(`${output}\nThe build failed; what is wrong is above.`);
    process.exit(1);
  }
  recordBuild(root, sources);
}

function waitingFor(what, show) {
  return () => show?.(`Waiting for another command's ${what} to end`);
}
