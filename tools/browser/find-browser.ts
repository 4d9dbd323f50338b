import { thisMachine, type Machine } from './machine.ts';
import { tried, type FoundBrowser, type Way } from './way.ts';
import { alreadyThere } from './ways/already-there.ts';
import { playwrightDownload } from './ways/playwright-download.ts';
import { systemPackage } from './ways/system-package.ts';

/** In this order; the first that succeeds is used. */
const ways: readonly Way[] = [alreadyThere, systemPackage, playwrightDownload];

/** There is none, and none could be had: the message says what each way said, and what to do. */
export class NoBrowser extends Error {
  override name = 'NoBrowser';
}

/**
 * Comes by a Chromium that runs.
 *
 * @throws NoBrowser where no way led to one
 * @throws Error where `WAYBILL_BROWSER` names one that does not run: another would not be what was asked for
 */
export async function findBrowser(machine: Machine = thisMachine()): Promise<FoundBrowser> {
  if (machine.given !== undefined) return tried(machine, machine.given, 'WAYBILL_BROWSER');
  const reasons: string[] = [];
  for (const way of ways) {
    try {
      return await way.find(machine);
    } catch (error) {
      reasons.push(`  ${way.name}: ${(error as Error).message}`);
    }
  }
  throw new NoBrowser(
    `no Chromium could be found or installed:\n${reasons.join('\n')}\n  Install one, or name one by WAYBILL_BROWSER.`,
  );
}
