import { findBrowser, NoBrowser } from './find-browser.ts';
import { thisMachine, type Machine } from './machine.ts';

/**
 * What the browser tests need in their environment, or, on a person's own machine, why they are skipped.
 *
 * @throws Error without a browser if `required`: in CI nothing is left out
 */
export async function browserForTests(required: boolean, machine: Machine = thisMachine()) {
  try {
    const { path, version } = await findBrowser(machine);
    machine.say(`Chromium ${version}: ${path}`);
    return { env: { WAYBILL_BROWSER: path } };
  } catch (error) {
    if (required || !(error instanceof NoBrowser)) throw error;
    return { missing: `the tests with a browser, because ${error.message}` };
  }
}
