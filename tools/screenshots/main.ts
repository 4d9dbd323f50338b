import { userPath } from '@waybill/cli';
import { readState } from '@waybill/stack';
import { mkdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { findBrowser } from '../browser/find-browser.ts';
import { addresses } from './addresses.ts';
import { SIZES, take, THEMES } from './take.ts';

/**
 * `npm run screenshots -- [--data-dir <dir>] [--out <dir>] [--only <name>]…`: every page of the console of the
 * platform with that data folder, at both sizes and in both themes. Returns the exit status.
 */
export async function takeScreenshots(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      'data-dir': { type: 'string', default: '.waybill' },
      out: { type: 'string', default: '.waybill/screenshots' },
      only: { type: 'string', multiple: true },
    },
  });
  const consoleUrl = readState(userPath(values['data-dir']))?.urls['console'];
  if (consoleUrl === undefined) {
    console.error(`no platform runs on ${values['data-dir']}: start one with \`npm start -- --detach\``);
    return 1;
  }
  const folder = userPath(values.out);
  await mkdir(folder, { recursive: true });
  const browser = await chromium.launch({
    executablePath: (await findBrowser()).path,
    args: ['--disable-gpu'],
  });
  try {
    for (const [name, address] of await addresses(consoleUrl)) {
      if (values.only !== undefined && !values.only.includes(name)) continue;
      for (const size of SIZES) {
        for (const theme of THEMES) {
          console.log(await take(browser, { name, url: consoleUrl + address, theme, size }, folder));
        }
      }
    }
  } finally {
    await browser.close();
  }
  return 0;
}
