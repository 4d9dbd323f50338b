import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeadLettersResponse, FaultsResponse, OrderStatus } from '@waybill/console-api';
import type { Page } from 'playwright-core';
import { ConsoleApi } from '../support/console-api.js';
import { fault } from '../support/console-faults.js';
import { eventually, Platform } from '../support/platform.js';
import { seriousFindings } from '../support/serious-findings.js';
import { draw } from '../support/storyboard.js';
import { Visitors } from '../support/visitors.js';

let platform: Platform;
let visitors: Visitors;
let api: ConsoleApi;

beforeAll(async () => {
  platform = await Platform.startWith({ PAYMENT_TIMEOUT: '3s' });
  visitors = await Visitors.to(platform);
  api = await ConsoleApi.of(platform);
}, 240_000);

afterAll(async () => {
  await visitors?.leave();
  await platform?.stop();
}, 60_000);

const reduced = { reducedMotion: 'reduce', expectedComplaints: /40[04]|50[234]/ } as const;

/** What the scene's figures say: each below its name. */
async function figures(page: Page): Promise<Record<string, string>> {
  const names = await page.getByRole('main').getByRole('term').allInnerTexts();
  const values = await page.getByRole('main').getByRole('definition').allInnerTexts();
  return Object.fromEntries(names.map((name, index) => [name, values[index]!]));
}

async function open(page: Page, id: string): Promise<void> {
  await page.goto(`/demo/${id}`);
  await page.getByRole('button', { name: 'Begin' }).waitFor();
}

/** Presses space and waits until the page has seen what the step leads to. */
async function step(page: Page, number: number): Promise<Record<string, string>> {
  await page.keyboard.press('Space');
  await page.getByText(new RegExp(`^Step ${number} of`)).waitFor();
  await page.getByText('Seen: ').waitFor({ timeout: 90_000 });
  return figures(page);
}

/** Plays the scene to its end by the space bar alone; the figures after each step. */
async function play(page: Page, id: string): Promise<Record<string, string>[]> {
  await open(page, id);
  await draw(page, `${id}-0`);
  const seen: Record<string, string>[] = [];
  for (let steps = 1; seen.length < steps;) {
    seen.push(await step(page, seen.length + 1));
    await draw(page, `${id}-${seen.length}`);
    steps = Number(/ of (\d+)/.exec(await page.getByText(/^Step \d/).innerText())![1]);
  }
  expect({ id, serious: await seriousFindings(page) }).toEqual({ id, serious: [] });
  return seen;
}

async function playToItsEnd(id: string): Promise<Record<string, string>[]> {
  let seen: Record<string, string>[] = [];
  await visitors.visit(async (page) => {
    seen = await play(page, id);
  }, reduced);
  return seen;
}

/** By the services themselves, not by the page. */
async function statuses(): Promise<OrderStatus[]> {
  const { items } = await api.get<{ items: { status: OrderStatus }[] }>('/services/order/orders?limit=100');
  return items.map(({ status }) => status);
}

describe('each scene, played by the space bar', () => {
  let before = 0;

  afterEach(async () => {
    const { switches, processes } = await api.get<FaultsResponse>('/api/faults');
    expect(switches.filter(({ value }) => value !== 0)).toEqual([]);
    expect(processes.filter(({ state }) => state !== 'running')).toEqual([]);
    const letters = await api.get<DeadLettersResponse>('/api/dead-letters?state=open');
    expect(letters.items).toEqual([]);
    before = (await statuses()).length;
  });

  /** Of the orders that the scene has placed. */
  const placed = async () => {
    const all = await statuses();
    return all.slice(0, all.length - before);
  };
  const confirmed = (count: number) => Array<OrderStatus>(count).fill('confirmed');

  it('shows an order that waits in the outbox, then reaches every consumer', async () => {
    const [waiting, , , end] = await playToItsEnd('journey');
    expect(waiting).toMatchObject({ 'the order is': 'placed', 'its events': '1', handled: '0 of 1' });
    expect(end).toMatchObject({ 'the order is': 'confirmed', handled: '6 of 6' });
    expect(await placed()).toEqual(confirmed(1));
  }, 60_000);

  it('kills a consumer that has messages in its hands, and each is counted once', async () => {
    const [busy, , , end] = await playToItsEnd('dead-consumer');
    expect(Number(busy!['in its hands'])).toBeGreaterThan(0);
    expect(end).toMatchObject({ 'counted by analytics': '12 of 12', 'counted twice': '0' });
    expect(await placed()).toEqual(confirmed(12));
  }, 120_000);

  it('takes orders without a broker', async () => {
    const [, without, , end] = await playToItsEnd('broker-away');
    expect(without).toMatchObject({ accepted: '5', waiting: '5', confirmed: '0 of 5' });
    expect(end).toMatchObject({ waiting: '0', confirmed: '5 of 5' });
    expect(await placed()).toEqual(confirmed(5));
  }, 90_000);

  it('loses what is published the naive way, and nothing of the outbox', async () => {
    const seen = await playToItsEnd('naive');
    expect(seen.at(-1)).toMatchObject({
      'outbox: delivered': '5 of 5',
      'outbox: lost': '0',
      'naive: delivered': '0 of 5',
      'naive: lost': '5',
    });
    expect(await placed()).toEqual(confirmed(5));
  }, 120_000);

  it('makes a dead letter, which is handled once it is replayed', async () => {
    const [, kept, , end] = await playToItsEnd('poison');
    expect(kept).toMatchObject({ 'dead letters': '1', 'counted by analytics': '2 of 3' });
    expect(end).toMatchObject({ 'dead letters': '0', 'counted by analytics': '3 of 3' });
    // Five of the poisoned one; a batch fails as a whole, so a message that was in its first has one too.
    expect(Number(end!['failed attempts'])).toBeGreaterThanOrEqual(5);
    expect(await placed()).toEqual(confirmed(3));
  }, 90_000);

  it('confirms every order of a burst while one consumer lags, and its backlog drains', async () => {
    const [burst, lagging, , end] = await playToItsEnd('burst');
    expect(Number(burst!['waiting for analytics'])).toBeGreaterThanOrEqual(20);
    expect(lagging).toMatchObject({ confirmed: '60 of 60' });
    expect(end).toMatchObject({ 'waiting for analytics': '0' });
    expect(await placed()).toEqual(confirmed(60));
  }, 120_000);

  it('cancels an order whose payment stays undecided, and releases what is authorised too late', async () => {
    const [waiting, cancelled, , end] = await playToItsEnd('undecided');
    expect(waiting).toMatchObject({ 'the order is': 'placed', 'its payment is': 'requested' });
    expect(cancelled).toMatchObject({ 'the order is': 'cancelled', 'in the ledger': 'nothing' });
    expect(end).toMatchObject({ 'its payment is': 'released', 'in the ledger': 'authorised, released' });
    expect((await statuses())[0]).toBe('cancelled');
  }, 90_000);
});

describe('a scene that is left in the middle', () => {
  it('heals what it has broken', async () => {
    await visitors.visit(async (page) => {
      await open(page, 'journey');
      await step(page, 1);
      await page.keyboard.press('Escape');
      await page.getByRole('heading', { level: 1, name: 'Demo' }).waitFor();
      await page.getByText('No faults are active.').waitFor();
      await eventually(async () => {
        const { switches } = await api.get<FaultsResponse>('/api/faults');
        return switches.every(({ value }) => value === 0);
      }, 'the relay runs again');
    }, reduced);
  }, 60_000);
});

describe('two presenters', () => {
  it('do not disturb each other silently: who was first is told, and heals nothing', async () => {
    await visitors.visit(async (first) => {
      await open(first, 'journey');
      await step(first, 1);
      const second = await first.context().newPage();
      await open(second, 'journey');
      await second.getByText(/Active already: order: relay paused/i).waitFor();
      await step(second, 1);
      await first
        .getByRole('alert')
        .getByText(/Somebody else has begun/)
        .waitFor();
      await first.keyboard.press('Escape');
      await first.getByText(/Active faults/).waitFor();
      expect((await api.get<FaultsResponse>('/api/faults')).switches).toContainEqual(
        expect.objectContaining({ id: 'order/relay-paused', value: 1 }),
      );
      await step(second, 2);
    }, reduced);
    await fault(api, { heal: true });
  }, 90_000);
});
