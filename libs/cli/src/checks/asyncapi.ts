import { readFile } from 'node:fs/promises';
import { renderAsyncApi } from '../asyncapi/collect.js';
import { validateAsyncApi } from '../asyncapi/validate.js';

export const title = 'docs/asyncapi.json is up to date and valid';

export async function check(): Promise<string[]> {
  const written = await readFile('docs/asyncapi.json', 'utf8').catch(() => '');
  const current = await renderAsyncApi();
  const stale =
    written === current ? [] : ['it differs from the contracts and subscriptions: run `npm run asyncapi`'];
  return [...stale, ...(await validateAsyncApi(current))];
}
