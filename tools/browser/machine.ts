import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { chromium } from 'playwright-core';
import { run } from '../../libs/cli/bootstrap/run.mjs';

/** What a search for a browser looks at and does. A parameter, so that a test can make up a machine. */
export type Machine = ReturnType<typeof thisMachine>;

export function thisMachine() {
  return {
    /** The program to use, whatever else is there. */
    given: process.env['WAYBILL_BROWSER'] || undefined,
    isRoot: process.getuid?.() === 0,
    path: (process.env['PATH'] ?? '').split(':'),
    /** Where Playwright's own Chromium is once it is downloaded. */
    playwrightPath: chromium.executablePath(),
    exists: (path: string): boolean => existsSync(path),
    launch,
    install,
    say: (line: string): void => console.error(line),
  };
}

/** Starts the browser and stops it again; gives its version. */
async function launch(executablePath: string): Promise<string> {
  try {
    const browser = await chromium.launch({ executablePath });
    await browser.close();
    return browser.version();
  } catch (error) {
    const [said] = (error as Error).message.split('\n');
    throw new Error(`${executablePath} does not start: ${said}`, { cause: error });
  }
}

async function install(program: string, args: string[]): Promise<void> {
  const env = { LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
  const { status, output } = await run(program, args, { env });
  const said = /^(?:E: |Error: )(.*)$/m.exec(output)?.[1] ?? `exit status ${status}`;
  if (status !== 0) throw new Error(`${basename(program)}: ${said}`);
}
