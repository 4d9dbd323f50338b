import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeadLettersResponse, MessagesResponse } from '@waybill/console-api';
import type { Page } from 'playwright-core';
import { ConsoleApi } from '../support/console-api.js';
import { eventually, Platform } from '../support/platform.js';
import { publishUnreadable } from '../support/publish-unreadable.js';
import { seriousFindings } from '../support/serious-findings.js';
import { Shop } from '../support/shop.js';
import { Visitors } from '../support/visitors.js';

let platform: Platform;
let visitors: Visitors;
let addresses: string[];

beforeAll(async () => {
  platform = await Platform.start();
  visitors = await Visitors.to(platform);
  addresses = await everyAddress();
}, 240_000);

afterAll(async () => {
  await visitors?.leave();
  await platform?.stop();
}, 60_000);

/** Every page of the console, each that shows one thing with something to show. */
async function everyAddress(): Promise<string[]> {
  const [api, shop] = [await ConsoleApi.of(platform), new Shop(platform)];
  await shop.stock('looked-at', null);
  const { orderId } = await shop.place('looked-at', 'looked-at');
  await publishUnreadable(platform);
  let messages: MessagesResponse;
  let letters: DeadLettersResponse;
  await eventually(async () => {
    messages = await api.get<MessagesResponse>(`/api/messages?orderId=${orderId}`);
    letters = await api.get<DeadLettersResponse>('/api/dead-letters');
    return messages.complete && messages.items[0]?.traceId !== undefined && letters.items.length >= 2;
  }, 'every page has something to show');
  return [
    '/overview',
    '/shop',
    '/shop/looked-at',
    '/traces',
    `/traces/${messages!.items[0]!.traceId}`,
    '/messages',
    `/messages/${orderId}`,
    '/flow',
    '/streams',
    '/streams/ORDER',
    '/events',
    '/events/order.cancelled',
    '/dead-letters',
    `/dead-letters/${letters!.items[0]!.id}`,
    '/faults',
    '/demo',
    '/demo/journey',
    '/analytics',
    '/audit',
  ];
}

/** Opens the address as a link from elsewhere would, and waits for what it shows. */
async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
  await eventually(
    async () => (await page.getByText(/^Loading .* …$/).count()) === 0,
    `${address} has loaded`,
  );
}

/** What the page looks like now: a theme that was not chosen follows the system. */
const theme = (page: Page) => page.locator('html').getAttribute('data-theme');

describe('every page', () => {
  it('is in the navigation, or below one that is', async () => {
    await visitors.visit(async (page) => {
      await open(page, '/');
      const links = await page.getByRole('navigation', { name: 'Pages' }).getByRole('link').all();
      const linked = await Promise.all(links.map((link) => link.getAttribute('href')));
      expect(new Set(linked)).toEqual(new Set(addresses.map((address) => `/${address.split('/')[1]}`)));
    });
  });

  it('opens from its address alone, shows no error and has a title of its own', async () => {
    const titles = new Set<string>();
    for (const address of addresses) {
      await visitors.visit(async (page) => {
        await open(page, address);
        expect(await page.getByRole('alert').allInnerTexts()).toEqual([]);
        expect(new URL(page.url()).pathname).toBe(address);
        titles.add(await page.title());
      });
    }
    expect(titles.size).toBe(addresses.length);
  }, 180_000);

  it('has nothing that axe calls serious, in either theme', async () => {
    for (const address of addresses) {
      await visitors.visit(
        async (page) => {
          await open(page, address);
          for (const colorScheme of ['light', 'dark'] as const) {
            await page.emulateMedia({ colorScheme });
            await eventually(async () => (await theme(page)) === colorScheme, `${colorScheme} theme`);
            const seen = { address, colorScheme };
            expect({ ...seen, serious: await seriousFindings(page) }).toEqual({ ...seen, serious: [] });
          }
        },
        { reducedMotion: 'reduce' },
      );
    }
  }, 600_000);

  it('fits a window of 1280 pixels without scrolling sideways', async () => {
    for (const address of addresses) {
      await visitors.visit(async (page) => {
        await open(page, address);
        const excess = await page.evaluate<number>(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        expect({ address, excess }).toEqual({ address, excess: 0 });
      });
    }
  }, 180_000);
});

describe('the first load', () => {
  it('is less than 250 KiB on the wire', async () => {
    await visitors.visit(async (page) => {
      const network = await page.context().newCDPSession(page);
      await network.send('Network.enable');
      const urls = new Map<string, string>();
      const received: { url: string; bytes: number }[] = [];
      network.on('Network.requestWillBeSent', ({ requestId, request }) => urls.set(requestId, request.url));
      network.on('Network.loadingFinished', ({ requestId, encodedDataLength: bytes }) =>
        received.push({ url: urls.get(requestId) ?? requestId, bytes }),
      );
      await open(page, '/');
      const total = received.reduce((sum, { bytes }) => sum + bytes, 0);
      expect(total).toBeGreaterThan(10 * 1024);
      expect({ received, tooMuch: total > 250 * 1024 }).toEqual({ received, tooMuch: false });
    });
  }, 60_000);
});

describe('the theme', () => {
  it("is the system's until one is chosen, which is kept", async () => {
    await visitors.visit(
      async (page) => {
        await open(page, '/');
        expect(await theme(page)).toBe('dark');
        await page.getByRole('button', { name: /theme/i }).click();
        await eventually(async () => (await theme(page)) === 'light', 'the light theme is there');
        await page.reload();
        await open(page, '/traces');
        expect(await theme(page)).toBe('light');
      },
      { colorScheme: 'dark' },
    );
  }, 60_000);
});

describe('a visitor who prefers reduced motion', () => {
  it('sees the theme change at once, not element by element', async () => {
    await visitors.visit(
      async (page) => {
        await open(page, '/streams');
        await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
        await eventually(async () => (await theme(page)) === 'light', 'light theme');
        const transitions = await page.evaluate<number>(
          `document.documentElement.dataset.theme = 'dark';
          document.getAnimations().filter((each) => each instanceof CSSTransition).length`,
        );
        expect(transitions).toBe(0);
      },
      { reducedMotion: 'reduce', colorScheme: 'light' },
    );
  }, 60_000);

  it('sees nothing move on any page', async () => {
    for (const address of addresses) {
      await visitors.visit(
        async (page) => {
          await open(page, address);
          // What takes no longer than a frame is not motion: the page shortens its transitions to that.
          const moving = await page.evaluate<string[]>(
            `document.getAnimations()
              .filter(({ playState, effect }) => playState === 'running' && effect.getComputedTiming().endTime > 16)
              .map(({ effect }) => effect.target.outerHTML.slice(0, 200))`,
          );
          const drawn = await page.locator('animate, animateMotion, animateTransform').count();
          expect({ address, moving, drawn }).toEqual({ address, moving: [], drawn: 0 });
        },
        { reducedMotion: 'reduce' },
      );
    }
  }, 180_000);
});
