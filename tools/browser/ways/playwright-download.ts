import { tried, type Way } from '../way.ts';

/** 3. The Chromium that Playwright downloads into its own cache. */
export const playwrightDownload: Way = {
  name: "Playwright's download",
  async find(machine) {
    machine.say("downloading Playwright's Chromium into its cache, at most five minutes");
    const [program, ...args] = machine.playwright;
    await machine.run(program, [...args, 'install', '--no-shell', 'chromium'], 300_000);
    return tried(machine, machine.downloaded, "Playwright's download");
  },
};
