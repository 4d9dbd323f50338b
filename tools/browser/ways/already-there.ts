import { join } from 'node:path';
import type { Machine } from '../machine.ts';
import { tried, type Way } from '../way.ts';

const COMMANDS = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge',
];
const MAC_APPS = ['Chromium', 'Google Chrome', 'Microsoft Edge'];

/** 1. A Chromium or one of its kin under its usual name, or one that Playwright downloaded before. */
export const alreadyThere: Way = {
  name: 'a browser on this machine',
  async find(machine) {
    const reasons: string[] = [];
    for (const path of candidates(machine).filter((candidate) => machine.isProgram(candidate))) {
      try {
        return await tried(machine, path, path);
      } catch (error) {
        reasons.push((error as Error).message);
      }
    }
    throw new Error(reasons.length > 0 ? reasons.join('; ') : 'none under the usual names');
  },
};

function candidates({ platform, path, home, downloaded }: Machine): string[] {
  const folders = [...new Set([...path, '/usr/bin', '/usr/local/bin', '/snap/bin'])];
  const commands = COMMANDS.flatMap((name) => folders.map((folder) => join(folder, name)));
  const apps = MAC_APPS.flatMap((name) =>
    ['/Applications', join(home, 'Applications')].map((folder) =>
      join(folder, `${name}.app/Contents/MacOS/${name}`),
    ),
  );
  return [...commands, ...(platform === 'darwin' ? apps : []), downloaded];
}
