import { findBrowser, NoBrowser } from './find-browser.ts';
import { thisMachine, type Machine } from './machine.ts';

/**
 * The browser as the test step wants it: what to add to its environment, or why it is skipped. A person's own machine
 * may do without one.
 *
 * @throws Error without a browser where `required`: where a build is judged, nothing is left out
 */
export async function browserForTests(
  required: boolean,
  machine: Machine = thisMachine(),
): Promise<{ env: { WAYBILL_BROWSER: string } } | { missing: string }> {
  try {
    const { path, version, from } = await findBrowser(machine);
    machine.say(`Chromium ${version}: ${from}`);
    return { env: { WAYBILL_BROWSER: path } };
  } catch (error) {
    if (required || !(error instanceof NoBrowser)) throw error;
    return { missing: `the tests with a browser, because ${error.message}` };
  }
}
