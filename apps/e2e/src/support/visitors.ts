import { expect } from '@jest/globals';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import type { Platform } from './platform.js';

const ROOT = resolve(import.meta.dirname, '../../../..');
/** Where a failed visit leaves what it saw. */
const LEFT_BEHIND = join(ROOT, '.waybill', 'browser-tests');

export interface Visit extends BrowserContextOptions {
  /** What the page's console may complain about, because the test breaks it: a broken request is reported there. */
  expectedComplaints?: RegExp;
}

/** People with a browser, one after the other, at the console of a platform. */
export class Visitors {
  private constructor(
    private readonly browser: Browser,
    private readonly consoleUrl: string,
  ) {}

  static async to(platform: Platform): Promise<Visitors> {
    const executablePath = process.env['WAYBILL_BROWSER'];
    if (!executablePath) {
      throw new Error('run these by `npm test -- browser`, or name a Chromium by WAYBILL_BROWSER');
    }
    const args = ['--disable-gpu', '--disable-background-networking', '--disable-component-update'];
    const browser = await chromium.launch({ executablePath, args: [...args, '--disable-sync'] });
    return new Visitors(browser, (await platform.state()).urls.console);
  }

  async leave(): Promise<void> {
    await this.browser.close();
  }

  /**
   * One person's visit, with a browser that knows nothing of earlier ones. It has failed, too, if the page complained
   * in its console. What it looked like then and what its console said are in the files that the error names.
   */
  async visit(act: (page: Page) => Promise<void>, options: Visit = {}): Promise<void> {
    const { expectedComplaints = /^(?!)/, ...own } = options;
    const context = await this.browser.newContext({
      baseURL: this.consoleUrl,
      viewport: { width: 1280, height: 720 },
      ...own,
    });
    context.setDefaultTimeout(30_000);
    const page = await context.newPage();
    const heard = listenTo(page);
    try {
      await act(page);
      const complaints = heard.filter((line) => line.startsWith('error') && !expectedComplaints.test(line));
      expect(complaints).toEqual([]);
    } catch (error) {
      const files = await keep(page, heard);
      throw new Error(`the visit failed at ${page.url()}; what was seen is in ${files}`, {
        cause: plain(error),
      });
    } finally {
      await context.close();
    }
  }
}

/** Playwright writes for a terminal. */
function plain(error: unknown): unknown {
  if (error instanceof Error) error.stack = stripVTControlCharacters(error.stack ?? error.message);
  return error;
}

/** All that the page says in its console from now on. */
function listenTo(page: Page): string[] {
  const heard: string[] = [];
  page.on('console', (message) =>
    heard.push(`${message.type()}: ${message.text()} (${message.location().url})`),
  );
  page.on('pageerror', (error) => heard.push(`error: ${error.stack ?? error.message}`));
  return heard;
}

async function keep(page: Page, heard: readonly string[]): Promise<string> {
  await mkdir(LEFT_BEHIND, { recursive: true });
  const name = (expect.getState().currentTestName ?? 'visit').replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 120);
  const file = join(LEFT_BEHIND, name);
  await writeFile(`${file}.console.txt`, heard.join('\n'));
  await page.screenshot({ path: `${file}.png`, fullPage: true });
  return `${relative(ROOT, file)}.{png,console.txt}`;
}
