import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { LocalProvider } from '@waybill/testing';
import { Platform } from '../support/platform.js';
import { Visitors } from '../support/visitors.js';

const LOOK = 'may-look-at-everything';
/** Browsers report every response that is an error, also one that is expected. */
const REFUSED = /Failed to load resource: .*(401|403)/;

let provider: LocalProvider;
let platform: Platform;
let visitors: Visitors;

beforeAll(async () => {
  provider = await LocalProvider.start();
  platform = await Platform.startWith((port) => ({
    CONSOLE_URL: `http://127.0.0.1:${port}`,
    CONSOLE_LOOK_TOKEN: LOOK,
    CONSOLE_OTLP_TOKEN: 'may-export-telemetry',
    CONSOLE_OIDC_ISSUER: provider.url,
    CONSOLE_OIDC_CLIENT_ID: 'waybill-console',
    CONSOLE_OIDC_OPERATE: 'sre',
  }));
  visitors = await Visitors.to(platform);
}, 240_000);

afterAll(async () => {
  await visitors?.leave();
  await platform?.stop();
  provider?.stop();
}, 60_000);

it('a person signs in with the identity provider, changes something, is named in the audit, and signs out', () =>
  visitors.visit(
    async (page) => {
      await page.goto('/faults');
      await page.getByRole('link', { name: /organisation/ }).click();
      await page.getByRole('heading', { name: 'Faults', level: 1 }).waitFor();
      await page.getByText('Live', { exact: true }).waitFor();
      const changed = await page.evaluate(async () => {
        const headers = { 'content-type': 'application/json' };
        const body = JSON.stringify({ resetCounters: true });
        return (await fetch('/api/faults', { method: 'PUT', headers, body })).status;
      });
      expect(changed).toBe(200);

      await page.getByRole('link', { name: 'Audit' }).click();
      const rows = page.getByRole('table', { name: 'Changes' }).getByRole('row');
      await rows.filter({ hasText: 'faults.change' }).filter({ hasText: 'ana' }).waitFor();
      await rows.filter({ hasText: 'sign-in' }).first().waitFor();

      await page.getByRole('button', { name: 'Sign out: ana may operate' }).click();
      await page.waitForURL((url) => url.origin === provider.url);
      await page.goto('/audit');
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    },
    { expectedComplaints: REFUSED },
  ));

it('who may look reads with a token, and every tab is signed out with one', () =>
  visitors.visit(
    async (page) => {
      const other = await page.context().newPage();
      await page.goto('/streams');
      await page.getByLabel('Token').fill('not the token');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('This is no token of this console.').waitFor();
      await page.getByLabel('Token').fill(LOOK);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('Live', { exact: true }).waitFor();
      await other.goto('/audit');
      await other.getByRole('table', { name: 'Changes' }).waitFor();

      await page.getByRole('button', { name: /^Sign out/ }).click();
      await other.getByRole('heading', { name: 'Sign in' }).waitFor();
    },
    { expectedComplaints: REFUSED },
  ));
