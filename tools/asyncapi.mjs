// `npm run asyncapi`: writes docs/asyncapi.json; `npm test` checks that it is up to date and valid.
import { writeFile } from 'node:fs/promises';
import { ensureReady } from './bootstrap.mjs';

await ensureReady();
const { renderAsyncApi } = await import('./asyncapi/collect.ts');
await writeFile('docs/asyncapi.json', await renderAsyncApi());
console.log('wrote docs/asyncapi.json');
