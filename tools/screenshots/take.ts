import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';

export const THEMES = ['light', 'dark'] as const;
/** A laptop's window, and a projector. */
export const SIZES = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
] as const;

export interface Picture {
  name: string;
  url: string;
  theme: (typeof THEMES)[number];
  size: (typeof SIZES)[number];
}

/** Opens the page in a new browser profile and saves a picture once it no longer changes. Returns the file. */
export async function take(browser: Browser, { name, url, theme, size }: Picture, folder: string) {
  const context = await browser.newContext({ viewport: size, colorScheme: theme, reducedMotion: 'reduce' });
  try {
    const page = await context.newPage();
    await page.goto(url);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const path = join(folder, `${name}-${size.width}x${size.height}-${theme}.png`);
    await writeFile(path, await stable(page));
    return path;
  } finally {
    await context.close();
  }
}

/**
 * The first picture that is the same half a second later, or the tenth if live figures keep changing. The page's stream
 * of events never ends, so waiting for an idle network would never return.
 */
async function stable(page: Page): Promise<Buffer> {
  let last = await page.screenshot();
  for (let taken = 1; taken < 10; taken++) {
    await delay(500);
    const next = await page.screenshot();
    if (next.equals(last)) return next;
    last = next;
  }
  return last;
}
