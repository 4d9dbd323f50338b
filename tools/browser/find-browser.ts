import { join } from 'node:path';
import { thisMachine, type Machine } from './machine.ts';

/** No Chromium starts here, and none could be installed: the message says why, and what to do. */
export class NoBrowser extends Error {
  override name = 'NoBrowser';
}

/**
 * Finds a Chromium that starts, or installs one. Playwright's own `install --with-deps` is not enough: on Debian it
 * installs libraries only and downloads the browser, which a closed network refuses.
 *
 * @throws NoBrowser
 * @throws Error if `WAYBILL_BROWSER` names one that does not start: another would not be what was asked for
 */
export async function findBrowser(
  machine: Machine = thisMachine(),
): Promise<{ path: string; version: string }> {
  const start = async (path: string) => ({ path, version: await machine.launch(path) });
  if (machine.given !== undefined) return start(machine.given);
  const reasons: string[] = [];
  const note = (error: Error) => void reasons.push(error.message);
  for await (const path of candidates(machine, note)) {
    const found = await start(path).catch(note);
    if (found) return found;
  }
  throw new NoBrowser(
    `no Chromium could be found or installed; install one (on Debian: apt-get install chromium), or name one in WAYBILL_BROWSER:\n  ${reasons.join('\n  ')}`,
  );
}

/** Under the usual names, then the operating system's package, then Playwright's download. */
async function* candidates(machine: Machine, note: (reason: Error) => void): AsyncGenerator<string> {
  const { path, playwrightPath, exists, install, say, isRoot } = machine;
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'microsoft-edge'];
  const onPath = names.flatMap((name) => path.map((folder) => join(folder, name)));
  const onMac = ['Chromium', 'Google Chrome', 'Microsoft Edge'].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  );
  yield* [...onPath, ...onMac, playwrightPath].filter(exists);

  if (isRoot && exists('/usr/bin/apt-get')) {
    say("installing the operating system's package chromium (apt-get)");
    const apt = ['-q', '-y', '-o', 'Acquire::Retries=1', '-o', 'Acquire::http::Timeout=15'];
    // If a source is down, the lists that are there may still do.
    await install('apt-get', [...apt, 'update']).catch(note);
    const chromium = ['install', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=60', 'chromium'];
    await install('apt-get', [...apt, ...chromium]).catch(note);
    if (exists('/usr/bin/chromium')) yield '/usr/bin/chromium';
  }

  say("downloading Playwright's Chromium into its cache");
  const cli = 'node_modules/playwright-core/cli.js';
  await install(process.execPath, [cli, 'install', '--no-shell', 'chromium']).catch(note);
  if (exists(playwrightPath)) yield playwrightPath;
}
