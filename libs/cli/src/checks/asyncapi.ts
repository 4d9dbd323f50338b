import { renderAsyncApi } from '../asyncapi/collect.js';
import { validateAsyncApi } from '../asyncapi/validate.js';

export const title = 'docs/asyncapi.json is valid';

export async function check(): Promise<string[]> {
  return validateAsyncApi(await renderAsyncApi());
}
